import type { CellKind } from './batch-layout';
import { decodeServerText } from './text-encodings';

/** What the server says of a column of a result. */
export interface Column {
  /** The column's name or alias in the result. */
  readonly name: string;
  /** The name of the column that it comes from, empty for an expression. */
  readonly orgName: string;
  /** The table's name or alias, empty for an expression. */
  readonly table: string;
  /** The name of the table that it comes from, empty for an expression. */
  readonly orgTable: string;
  /** The database of that table. */
  readonly database: string;
  /** A {@link FIELD_TYPE} code. */
  readonly type: number;
  /** {@link FLAG} bits. */
  readonly flags: number;
  /** A collation id; 63 means binary data. */
  readonly charset: number;
  /** Digits after the decimal point, or of a fractional second. */
  readonly decimals: number;
  /** The greatest length of a value, in bytes. */
  readonly length: number;
  /**
   * MariaDB's extended type or format, as 'json', 'uuid' or 'inet6'; otherwise empty, and always so
   * with libmysqlclient (`capabilities.extendedTypes`).
   */
  readonly extendedType: string;
  /**
   * How its cells are packed.
   * @internal
   */
  readonly kind: CellKind;
}

const FIXED_BYTES = 16;

/** What a metadata block says. */
export interface Metadata {
  readonly columns: readonly Column[];
  /** Of each column, the raw rule that it is packed by, counted from 1; 0 for none. */
  readonly rules: readonly number[];
}

/** Reads the metadata block that `native/core/column.cc` writes. */
export function parseMetadata(block: ArrayBuffer): Metadata {
  const view = new DataView(block);
  const bytes = Buffer.from(block);
  let at = 4;
  let charset = '';
  const text = (): string => {
    const begin = at + 4;
    at = begin + view.getUint32(begin - 4, true);
    return decodeServerText(bytes.subarray(begin, at), charset);
  };
  charset = text();
  const columns: Column[] = [];
  const rules: number[] = [];
  for (let left = view.getUint32(0, true); left > 0; left--) {
    const fixed = at;
    at += FIXED_BYTES;
    rules.push(view.getUint8(fixed + 3));
    columns.push({
      name: text(),
      orgName: text(),
      table: text(),
      orgTable: text(),
      database: text(),
      extendedType: text(),
      kind: view.getUint8(fixed) as CellKind,
      type: view.getUint8(fixed + 1),
      decimals: view.getUint8(fixed + 2),
      flags: view.getUint32(fixed + 4, true),
      charset: view.getUint32(fixed + 8, true),
      length: view.getUint32(fixed + 12, true),
    });
  }
  return { columns, rules };
}
