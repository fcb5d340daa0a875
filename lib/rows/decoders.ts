/** Decoders of the user's: what makes a value of a cell in place of the driver's own way. */

import type { Column } from './column';

/**
 * Makes the value of a cell.
 *
 * @param value what the server sent: text for numbers, dates, JSON and text columns, a Buffer for
 *   binary ones; never NULL, which is always null
 * @param column the column that the cell is of
 */
export type DecoderFunction = (value: string | Buffer, column: Column) => unknown;

/**
 * One decoder for all columns of a type, or `[mask, decoder]` pairs that are tried in order: the mask
 * has {@link FLAG} bits, one of which the column must have, and null fits every column. `FLAG.BINARY`
 * means binary data (collation `binary`), not a binary collation.
 */
export type Decoder =
  | ((value: never, column: Column) => unknown)
  | readonly (readonly [mask: number | null, decoder: (value: never, column: Column) => unknown])[];

/** A decoder for the columns of a type that have one of the flags; 0 asks for no flag. */
export interface MaskedDecoder {
  readonly mask: number;
  readonly decode: DecoderFunction;
}

/** Decoders by FIELD_TYPE. */
export type Decoders = ReadonlyMap<number, readonly MaskedDecoder[]>;

/** In place of a FIELD_TYPE in `conv`: any type that has no decoder of its own. */
export const ANY_TYPE = 256;
