/**
 * The bits of a column's flags. A column definition has 16 of them; what lies above is the server's.
 *
 * @example
 * const isUnsigned = (column.flags & FLAG.UNSIGNED) !== 0;
 *
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__column__definition__flags.html
 * @see https://mariadb.com/kb/en/result-set-packets/#field-details-flag
 */
export const FLAG = Object.freeze({
  NOT_NULL: 1,
  PRI_KEY: 2,
  UNIQUE_KEY: 4,
  MULTIPLE_KEY: 8,
  BLOB: 16,
  UNSIGNED: 32,
  ZEROFILL: 64,
  BINARY: 128,
  ENUM: 256,
  AUTO_INCREMENT: 512,
  TIMESTAMP: 1024,
  SET: 2048,
  NO_DEFAULT_VALUE: 4096,
  ON_UPDATE_NOW: 8192,
  PART_KEY: 16384,
  NUM: 32768,
  /** As in the C header: another name of NUM. */
  GROUP: 32768,
  UNIQUE: 65536,
  BINCMP: 131072,
} as const);
