import { FLAG } from './constants/field-flag';
import { FIELD_TYPE } from './constants/field-type';
import type { Column } from './rows/column';

/**
 * A column as PEP 249 describes it: name, type code, display size, internal size in bytes, precision,
 * scale, and whether it may be null. MySQL does not tell the display size of a value.
 */
export type ColumnDescription = readonly [
  name: string,
  typeCode: number,
  displaySize: null,
  internalSize: number,
  precision: number | null,
  scale: number | null,
  nullOk: boolean,
];

/** `decimals` of a FLOAT or DOUBLE that was declared without any. */
const NOT_FIXED = 31;

/** Descriptions by their columns, which repeated statements share. */
const descriptions = new WeakMap<readonly Column[], readonly ColumnDescription[]>();

export function describe(columns: readonly Column[]): readonly ColumnDescription[] {
  let description = descriptions.get(columns);
  if (description === undefined) {
    description = columns.map(describeColumn);
    descriptions.set(columns, description);
  }
  return description;
}

/** Digits; the length of a DECIMAL also counts its sign and its point. */
function precision({ type, flags, decimals, length }: Column): number {
  if (type !== FIELD_TYPE.NEWDECIMAL && type !== FIELD_TYPE.DECIMAL) return length;
  return length - (decimals > 0 ? 1 : 0) - (flags & FLAG.UNSIGNED ? 0 : 1);
}

function describeColumn(column: Column): ColumnDescription {
  const isNumber = (column.flags & FLAG.NUM) !== 0;
  return [
    column.name,
    column.type,
    null,
    column.length,
    isNumber ? precision(column) : null,
    isNumber && column.decimals < NOT_FIXED ? column.decimals : null,
    (column.flags & FLAG.NOT_NULL) === 0,
  ];
}
