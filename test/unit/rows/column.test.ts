import { FIELD_TYPE, FLAG } from '../../../lib';
import { CellKind } from '../../../lib/rows/batch-layout';
import { type Column, parseColumns } from '../../../lib/rows/column';
import { ResultShape, type ValueChoices } from '../../../lib/rows/result-shape';
import { Cells } from '../../../lib/rows/cells';
import { timeZone } from '../../../lib/temporal/time-zone';
import { PackedBatch, type SlotType, type SlotValue } from './packed-batch';

const NAMES = ['name', 'orgName', 'table', 'orgTable', 'database', 'extendedType'] as const;

/** A metadata block, written from docs/buffer-formats.md. */
function block(columns: readonly Column[]): ArrayBuffer {
  const uint32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const parts = columns.flatMap((column) => [
    Buffer.from([column.kind, column.type, column.decimals, 0]),
    uint32(column.flags),
    uint32(column.charset),
    uint32(column.length),
    ...NAMES.flatMap((name) => [
      uint32(Buffer.byteLength(column[name])),
      Buffer.from(column[name]),
    ]),
  ]);
  return Uint8Array.from(Buffer.concat([uint32(columns.length), ...parts])).buffer;
}

const COLUMN: Column = {
  name: 'id',
  orgName: 'id',
  table: 't',
  orgTable: 'table',
  database: 'db',
  type: FIELD_TYPE.LONGLONG,
  flags: (FLAG.UNSIGNED | FLAG.NOT_NULL | (1 << 31)) >>> 0,
  charset: 63,
  decimals: 0,
  length: 4_294_967_295,
  extendedType: '',
  kind: CellKind.uint64,
};

describe('a metadata block', () => {
  test('is read back, whatever the names are', () => {
    const columns = ['', 'ü', '名前😀', 'a\0b', 'x'.repeat(300)].map((name, i) => ({
      ...COLUMN,
      name,
      table: name,
      type: i + 240,
      decimals: 31,
      extendedType: i === 2 ? 'json' : '',
    }));
    expect(parseColumns(block(columns))).toEqual(columns);
  });

  test('of no columns', () => {
    expect(parseColumns(block([]))).toEqual([]);
  });
});

describe('the value of a column by its options', () => {
  const settings = { zone: timeZone('Z'), zeroDates: 'string' } as const;

  function valueOf(
    column: Partial<Column>,
    slot: SlotType,
    value: SlotValue,
    choices: Partial<ValueChoices> = {},
  ): unknown {
    const shape = new ResultShape([{ ...COLUMN, ...column }], {
      bigint: 'auto',
      json: 'parse',
      ...choices,
    });
    const batch = new PackedBatch([slot], [[value]]);
    const cells = new Cells(batch.scratch, settings);
    cells.load(...batch.areas);
    const rows: unknown[] = [];
    shape.decoder('object')(cells, rows, 1);
    return (rows[0] as { id: unknown }).id;
  }

  test('bigint', () => {
    const { int64, uint64 } = CellKind;
    const all = (kind: CellKind, value: bigint): unknown[] =>
      (['auto', 'bigint', 'number'] as const).map((bigint) =>
        valueOf({ kind }, 'int64', value, { bigint }),
      );
    expect(all(int64, 5n)).toEqual([5, 5n, 5]);
    expect(all(int64, -(2n ** 63n))).toEqual([-(2n ** 63n), -(2n ** 63n), -(2 ** 63)]);
    expect(all(uint64, 2n ** 64n - 1n)).toEqual([2n ** 64n - 1n, 2n ** 64n - 1n, 2 ** 64]);
  });

  test('json, of either family', () => {
    const mysql = { kind: CellKind.text, type: FIELD_TYPE.JSON };
    const mariadb = { kind: CellKind.text, type: FIELD_TYPE.BLOB, extendedType: 'json' };
    for (const column of [mysql, mariadb]) {
      expect(valueOf(column, 'text', '[1]')).toEqual([1]);
      expect(valueOf(column, 'text', '[1]', { json: 'string' })).toBe('[1]');
    }
    expect(valueOf({ ...mariadb, extendedType: 'uuid' }, 'text', '[1]')).toBe('[1]');
  });

  test('a vector', () => {
    const floats = Float32Array.from([1, 2]);
    const column = { kind: CellKind.bytes, type: FIELD_TYPE.VECTOR };
    expect(valueOf(column, 'bytes', new Uint8Array(floats.buffer))).toEqual(floats);
  });

  test('decoders are made once for each format', () => {
    const shape = new ResultShape([COLUMN], { bigint: 'auto', json: 'parse' });
    expect(shape.decoder('array')).toBe(shape.decoder('array'));
    expect(shape.decoder('object')).not.toBe(shape.decoder('array'));
  });
});
