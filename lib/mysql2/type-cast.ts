/** `typeCast`: a function of the user's that is called for every cell, NULL too. */

import { type Column, FIELD_TYPE } from '../index';
import { parseDate } from './dates';
import { type DateType, type Decoding, isDateText, vectorOf } from './decoding';
import { ColumnDefinition } from './field-packet';
import { parseGeometry, type Point } from './geometry';
import { casterFor } from './row-caster';
import { type TypeName, Types } from './types-table';

/** A type as a `typeCast` sees it. */
export interface TypeCastType {
  /** Its name; those with a 2 are in mysql2's types, and come from no server. */
  readonly type: TypeName | 'TIMESTAMP2' | 'TIME2' | 'DATETIME2';
}

/** A cell as a `typeCast` sees it; its value is made when it is asked for. */
export interface TypeCastField extends TypeCastType {
  /** The column's length in bytes. */
  readonly length: number;
  /** The database of the table. */
  readonly db: string;
  /** The table's name or alias. */
  readonly table: string;
  /** Its name. */
  readonly name: string;
  /** MariaDB's own types: 'uuid', 'inet6' and so on. */
  readonly extendedTypeName?: string;
  /** 'json' of MariaDB's JSON columns. */
  readonly extendedFormat?: string;
  /** The cell's text, null for NULL. */
  string(encoding?: string): string | null;
  /** The cell's bytes, null for NULL. */
  buffer(): Buffer | null;
  /** What a GEOMETRY is, null for NULL. The type is mysql2's; a polygon has arrays of points. */
  geometry(): Point | Point[] | null;
}

/** Makes the usual value of a cell. */
export type TypeCastNext = () => unknown;

/** Makes the value of a cell; `next` makes the usual one. */
export type TypeCastFunction = (field: TypeCastField, next: TypeCastNext) => unknown;

/** A function, true for the usual values, false for the bytes. */
export type TypeCast = boolean | TypeCastFunction;

/** A cell as the server sent it: text, or the bytes of binary columns. */
export type RawCell = string | Buffer | null;

const bytesOf = (cell: string | Buffer): Buffer =>
  typeof cell === 'string' ? Buffer.from(cell) : cell;

/** The field of one column; `cell` is what the current row has there. */
class CastField implements TypeCastField {
  readonly type: TypeName;
  readonly length: number;
  readonly db: string;
  readonly table: string;
  readonly name: string;
  declare readonly extendedTypeName?: string;
  declare readonly extendedFormat?: string;
  readonly #place: { cell: RawCell };

  constructor(field: ColumnDefinition, place: { cell: RawCell }) {
    this.type = Types[field.columnType]!;
    this.length = field.columnLength;
    this.db = field.schema;
    this.table = field.table;
    this.name = field.name;
    const { extendedTypeName, extendedFormat } = field;
    if (extendedTypeName !== undefined) this.extendedTypeName = extendedTypeName;
    if (extendedFormat !== undefined) this.extendedFormat = extendedFormat;
    this.#place = place;
  }

  string(encoding?: string): string | null {
    const { cell } = this.#place;
    if (typeof cell === 'string' || cell === null) return cell;
    const name = encoding ?? 'latin1';
    return cell.toString(Buffer.isEncoding(name) ? name : 'utf8');
  }

  buffer(): Buffer | null {
    const { cell } = this.#place;
    return cell === null ? null : bytesOf(cell);
  }

  geometry(): Point | Point[] | null {
    const bytes = this.buffer();
    return bytes === null ? null : (parseGeometry(bytes) as Point | Point[] | null);
  }
}

/**
 * Makes rows of the cells that they came with: objects, or arrays in place.
 * @param keys names for objects, of which the last of equal ones counts
 */
export function castRows(
  rows: unknown[][],
  columns: readonly Column[],
  keys: readonly string[] | undefined,
  decoding: Decoding,
): unknown[] {
  const { typeCast } = decoding;
  const place: { cell: RawCell } = { cell: null };
  const bytes = () => (place.cell === null ? null : bytesOf(place.cell));
  const cast = typeof typeCast === 'function' ? typeCast : bytes;
  const fields = columns.map((column) => new CastField(new ColumnDefinition(column), place));
  const nexts = columns.map((column) => {
    const usual = usualValue(column, decoding);
    return () => (place.cell === null ? null : usual(place.cell));
  });
  return casterFor(keys)(rows as RawCell[][], { cast, place, fields, nexts });
}

type UsualValue = (cell: string | Buffer) => unknown;

/** What the driver would have made of a cell itself. */
function usualValue(column: Column, decoding: Decoding): UsualValue {
  if (column.extendedType === 'json' || column.type === FIELD_TYPE.JSON) {
    if (decoding.jsonStrings) return String;
    return (cell) => JSON.parse(String(cell)) as unknown;
  }
  switch (column.type) {
    case FIELD_TYPE.TINY:
    case FIELD_TYPE.SHORT:
    case FIELD_TYPE.LONG:
    case FIELD_TYPE.INT24:
    case FIELD_TYPE.YEAR:
    case FIELD_TYPE.FLOAT:
    case FIELD_TYPE.DOUBLE:
      return Number;
    case FIELD_TYPE.LONGLONG:
      return (cell) => bigintValue(String(cell), decoding);
    case FIELD_TYPE.DECIMAL:
    case FIELD_TYPE.NEWDECIMAL:
      return decoding.decimalNumbers ? Number : String;
    case FIELD_TYPE.DATE:
    case FIELD_TYPE.DATETIME:
    case FIELD_TYPE.TIMESTAMP:
      if (isDateText(decoding, Types[column.type] as DateType)) return String;
      return (cell) => parseDate(String(cell), decoding.timezone ?? 'local');
    case FIELD_TYPE.GEOMETRY:
      return (cell) => parseGeometry(bytesOf(cell));
    case FIELD_TYPE.VECTOR:
      return (cell) => vectorOf(bytesOf(cell));
    default:
      return (cell) => cell;
  }
}

function bigintValue(text: string, { supportBigNumbers, bigNumberStrings }: Decoding): unknown {
  const number = Number(text);
  if (!supportBigNumbers) return number;
  return bigNumberStrings || !Number.isSafeInteger(number) ? text : number;
}
