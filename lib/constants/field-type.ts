/**
 * The types of columns: the type code of `cursor.description`, and the keys of `conv`.
 *
 * @example
 * const isJson = cursor.description?.[0]?.[1] === FIELD_TYPE.JSON;
 *
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html
 * @see https://mariadb.com/kb/en/result-set-packets/#field-types
 */
export const FIELD_TYPE = Object.freeze({
  DECIMAL: 0,
  TINY: 1,
  SHORT: 2,
  LONG: 3,
  FLOAT: 4,
  DOUBLE: 5,
  NULL: 6,
  TIMESTAMP: 7,
  LONGLONG: 8,
  INT24: 9,
  DATE: 10,
  TIME: 11,
  DATETIME: 12,
  YEAR: 13,
  NEWDATE: 14,
  VARCHAR: 15,
  BIT: 16,
  // These four stay inside the servers and their binary logs.
  TIMESTAMP2: 17,
  DATETIME2: 18,
  TIME2: 19,
  TYPED_ARRAY: 20,
  /** MySQL 9; MariaDB has no type code for its vectors. */
  VECTOR: 242,
  INVALID: 243,
  BOOL: 244,
  /** MySQL; MariaDB sends its JSON as BLOB. */
  JSON: 245,
  NEWDECIMAL: 246,
  ENUM: 247,
  SET: 248,
  TINY_BLOB: 249,
  MEDIUM_BLOB: 250,
  LONG_BLOB: 251,
  BLOB: 252,
  VAR_STRING: 253,
  STRING: 254,
  GEOMETRY: 255,
  /** As in the C header: other names of TINY and ENUM. */
  CHAR: 1,
  INTERVAL: 247,
} as const);
