import { FIELD_TYPE, FLAG } from '../../../lib';
import { CellKind } from '../../../lib/rows/batch-layout';
import { type Column, parseMetadata } from '../../../lib/rows/column';
import { ANY_TYPE, type MaskedDecoder } from '../../../lib/rows/decoders';
import { compileDecoding, type DecodingOptions } from '../../../lib/rows/decoding';
import { ResultShape } from '../../../lib/rows/result-shape';
import { timeZone } from '../../../lib/temporal/time-zone';
import { PackedBatch, type SlotType, type SlotValue } from './packed-batch';

const NAMES = ['name', 'orgName', 'table', 'orgTable', 'database', 'extendedType'] as const;

/** A metadata block, written from docs/buffer-formats.md. */
function block(columns: readonly Column[], rule = 0, charset = ''): ArrayBuffer {
  const uint32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: string): Buffer[] => {
    const bytes = Buffer.from(value, charset === 'latin1' ? 'latin1' : 'utf8');
    return [uint32(bytes.length), bytes];
  };
  const parts = columns.flatMap((column) => [
    Buffer.from([column.kind, column.type, column.decimals, rule]),
    uint32(column.flags),
    uint32(column.charset),
    uint32(column.length),
    ...NAMES.flatMap((name) => text(column[name])),
  ]);
  return Uint8Array.from(Buffer.concat([uint32(columns.length), ...text(charset), ...parts]))
    .buffer;
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
    expect(parseMetadata(block(columns, 7))).toEqual({ columns, rules: columns.map(() => 7) });
  });

  test('is read in the character set that it names', () => {
    const columns = ['é', 'ÿ'].map((name) => ({ ...COLUMN, name }));
    for (const charset of ['latin1', 'utf8mb4', 'unknown']) {
      expect(parseMetadata(block(columns, 0, charset)).columns).toEqual(columns);
    }
  });

  test('of no columns', () => {
    expect(parseMetadata(block([]))).toEqual({ columns: [], rules: [] });
  });
});

describe('the value of a column by its options', () => {
  const usual: DecodingOptions = {
    zone: timeZone('Z'),
    zeroDates: 'string',
    bigint: 'auto',
    json: 'parse',
    decimal: 'string',
    dates: 'date',
    decoders: new Map(),
  };

  function valueOf(
    column: Partial<Column>,
    slot: SlotType,
    value: SlotValue,
    options: Partial<DecodingOptions> = {},
  ): unknown {
    const decoding = compileDecoding({ ...usual, ...options });
    const shape = new ResultShape([{ ...COLUMN, ...column }], [options.decoders?.size ?? 0]);
    const batch = new PackedBatch([slot], [[value]]);
    const cells = batch.cells(decoding.cells);
    const rows: unknown[] = [];
    shape.decoder('object', decoding)(cells, rows, 1);
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

  describe('with a decoder of the user', () => {
    const seen: unknown[] = [];
    const decode: MaskedDecoder['decode'] = (value, column) => {
      seen.push([value, column.name]);
      return 'decoded';
    };
    const options = { decoders: new Map([[ANY_TYPE, [{ mask: 0, decode }]]]) };

    test.each([
      ['text', { kind: CellKind.text }, 'text', '5', '5'],
      ['JSON', { kind: CellKind.text, type: FIELD_TYPE.JSON }, 'text', '[]', '[]'],
      ['bytes', { kind: CellKind.bytes }, 'bytes', Buffer.from('é'), Buffer.from('é')],
      ['latin1', { kind: CellKind.bytes, charset: 8 }, 'bytes', Buffer.from([0xe9]), 'é'],
      [
        'a vector',
        { kind: CellKind.bytes, type: FIELD_TYPE.VECTOR },
        'bytes',
        Buffer.alloc(4),
        Buffer.alloc(4),
      ],
    ] as const)('which gets %s', (_, column, slot, value, expected) => {
      seen.length = 0;
      expect(valueOf(column, slot, value, options)).toBe('decoded');
      expect(seen).toEqual([[expected, 'id']]);
    });

    test('which gets no NULL', () => {
      seen.length = 0;
      expect(valueOf({ kind: CellKind.text }, 'text', null, options)).toBeNull();
      expect(seen).toEqual([]);
    });
  });

  test('as bytes, whatever they are', () => {
    const value = Buffer.from('é');
    for (const column of [{ charset: 8 }, { type: FIELD_TYPE.VECTOR }]) {
      const bytes = valueOf({ ...column, kind: CellKind.bytes }, 'bytes', value, {
        allBytes: true,
      });
      expect(bytes).toEqual(value);
    }
  });

  test('decoders are made once for each format and decoding', () => {
    const shape = new ResultShape([COLUMN], [0]);
    const one = compileDecoding(usual);
    const other = compileDecoding({ ...usual, bigint: 'bigint' });
    const arrays = shape.decoder('array', one);
    expect(shape.decoder('array', one)).toBe(arrays);
    expect(shape.decoder('object', one)).not.toBe(arrays);
    expect(shape.decoder('array', other)).not.toBe(arrays);
    expect(shape.decoder('array', one)).toBe(arrays);
  });
});
