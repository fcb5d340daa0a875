import type { DecodeSettings } from '../../../lib/rows/cells';
import {
  type CellReader,
  compileDecoder,
  type Converter,
  plainDecoder,
  type RowShape,
} from '../../../lib/rows/row-decoder';
import { timeZone } from '../../../lib/temporal/time-zone';
import { PackedBatch, type SlotType, type SlotValue } from './packed-batch';

const SLOT_OF_READER: Readonly<Record<CellReader, SlotType>> = {
  int32: 'int32',
  uint32: 'int32',
  int64: 'int64',
  uint64: 'int64',
  int64Big: 'int64',
  uint64Big: 'int64',
  int64Text: 'int64',
  uint64Text: 'int64',
  int64Number: 'int64',
  uint64Number: 'int64',
  double: 'double',
  text: 'text',
  json: 'text',
  bytes: 'bytes',
  encoded: 'bytes',
  vector: 'bytes',
  date: 'double',
  dateMicros: 'int64',
};

const USUAL: DecodeSettings = { zone: timeZone('Z'), zeroDates: 'string' };

/** The two kinds of decoders, which must not differ. */
export const DECODERS = [
  ['compiled', compileDecoder],
  ['plain', plainDecoder],
] as const;

/** Packs rows, and returns what a decoder makes of them. */
export function decode(
  makeDecoder: typeof compileDecoder,
  shape: RowShape,
  rows: readonly (readonly SlotValue[])[],
  settings: DecodeSettings = USUAL,
  converters?: readonly (Converter | undefined)[],
): unknown[] {
  const batch = new PackedBatch(
    shape.readers.map((reader) => SLOT_OF_READER[reader]),
    rows,
  );
  const cells = batch.cells(settings);
  const decoded: unknown[] = [];
  makeDecoder(shape)(cells, decoded, rows.length, converters);
  return decoded;
}

/** What a reader makes of one slot. */
export function decodeCell(
  reader: CellReader,
  value: SlotValue,
  settings: DecodeSettings = USUAL,
): unknown {
  const shape: RowShape = { names: [], readers: [reader], format: 'array' };
  const [row] = decode(plainDecoder, shape, [[value]], settings);
  return (row as unknown[])[0];
}
