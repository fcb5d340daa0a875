import {
  type ArgType,
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import { type Column, type CursorOptions, FIELD_TYPE, FLAG } from '../index';

const BINARY = 63;

/** A timestamp in the form that Prisma reads, with every digit that the server sent. */
const isoDateTime = (text: string): string => `${text.replace(' ', 'T')}+00:00`;

/** Every value as Prisma wants it from the first, so that rows go through untouched. */
export const PRISMA_VALUES: CursorOptions = Object.freeze({
  bigint: 'string',
  decimal: 'string',
  dates: 'string',
  json: 'string',
});

const TYPES: Readonly<Record<number, ColumnType>> = {
  [FIELD_TYPE.TINY]: ColumnTypeEnum.Int32,
  [FIELD_TYPE.SHORT]: ColumnTypeEnum.Int32,
  [FIELD_TYPE.INT24]: ColumnTypeEnum.Int32,
  [FIELD_TYPE.YEAR]: ColumnTypeEnum.Int32,
  [FIELD_TYPE.NULL]: ColumnTypeEnum.Int32,
  [FIELD_TYPE.LONGLONG]: ColumnTypeEnum.Int64,
  [FIELD_TYPE.FLOAT]: ColumnTypeEnum.Float,
  [FIELD_TYPE.DOUBLE]: ColumnTypeEnum.Double,
  [FIELD_TYPE.DECIMAL]: ColumnTypeEnum.Numeric,
  [FIELD_TYPE.NEWDECIMAL]: ColumnTypeEnum.Numeric,
  [FIELD_TYPE.TIMESTAMP]: ColumnTypeEnum.DateTime,
  [FIELD_TYPE.DATETIME]: ColumnTypeEnum.DateTime,
  [FIELD_TYPE.DATE]: ColumnTypeEnum.Date,
  [FIELD_TYPE.NEWDATE]: ColumnTypeEnum.Date,
  [FIELD_TYPE.TIME]: ColumnTypeEnum.Time,
  [FIELD_TYPE.JSON]: ColumnTypeEnum.Json,
  [FIELD_TYPE.BIT]: ColumnTypeEnum.Bytes,
  [FIELD_TYPE.GEOMETRY]: ColumnTypeEnum.Bytes,
};

/** What a column's values are to Prisma. */
export function columnType({ type, flags, charset, extendedType }: Column): ColumnType {
  if (type === FIELD_TYPE.LONG) {
    return flags & FLAG.UNSIGNED ? ColumnTypeEnum.Int64 : ColumnTypeEnum.Int32;
  }
  const known = TYPES[type];
  if (known !== undefined) return known;
  if (flags & FLAG.ENUM) return ColumnTypeEnum.Enum;
  if (extendedType === 'json') return ColumnTypeEnum.Json;
  return charset === BINARY ? ColumnTypeEnum.Bytes : ColumnTypeEnum.Text;
}

/** What becomes of a text of such a column. */
const TEXTS: Readonly<Record<number, (text: string, column: string) => string>> = {
  [FIELD_TYPE.DATETIME]: (text, column) => isoDateTime(calendarDay(text, column)),
  [FIELD_TYPE.TIMESTAMP]: (text, column) => isoDateTime(calendarDay(text, column)),
  [FIELD_TYPE.DATE]: calendarDay,
  [FIELD_TYPE.NEWDATE]: calendarDay,
  [FIELD_TYPE.TIME]: timeOfDay,
};

/** Changes what is left to change of the rows: moments, which have another form. */
export function adaptRows(rows: unknown[][], columns: readonly Column[]): void {
  columns.forEach(({ type, name }, index) => {
    const adapt = TEXTS[type];
    if (adapt === undefined) return;
    for (const row of rows) {
      const value = row[index];
      if (typeof value === 'string') row[index] = adapt(value, name);
    }
  });
}

/** @throws DriverAdapterError for a zero or partial date, which no Date can be: '2024-02-00' */
function calendarDay(text: string, column: string): string {
  const partial = text.startsWith('-00', 4) || text.startsWith('-00', 7);
  if (partial) throw noDate(column, 'a date with a month or a day of zero');
  return text;
}

/** @throws DriverAdapterError for a span of time that no clock shows: '-01:00:00', '24:00:00' */
function timeOfDay(text: string, column: string): string {
  if (!/^([01]\d|2[0-3]):/.test(text)) throw noDate(column, 'a TIME that is no time of day');
  return text;
}

const noDate = (column: string, what: string) =>
  new DriverAdapterError({ kind: 'ValueOutOfRange', cause: `Column '${column}' holds ${what}` });

/** The digits of a moment in UTC: '2026-11-29T12:00:00.123Z' has them. */
function wallClock(date: Date, dbType: string | undefined): string {
  const [day = '', time = ''] = date.toISOString().replace('Z', '').split('T');
  if (dbType === 'DATE') return day;
  return dbType === 'TIME' ? time : `${day} ${time}`;
}

/** A parameter as the driver takes it: Prisma sends numbers, moments and bytes as text. */
export function parameter(value: unknown, type: ArgType | undefined): unknown {
  const scalar = type?.scalarType;
  if (typeof value === 'string') {
    if (scalar === 'bigint') return BigInt(value);
    if (scalar === 'bytes') return Buffer.from(value, 'base64');
    if (scalar === 'datetime') return wallClock(new Date(value), type?.dbType);
  }
  return value instanceof Date ? wallClock(value, type?.dbType) : value;
}
