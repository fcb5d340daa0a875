/** @file A table with a column of every type. */

/** One value for each type of column, in the shape that an application has them in. */
export const VALUES = {
  c_tiny: -128,
  c_bool: 1,
  c_small: -32768,
  c_medium: 8388607,
  c_int: -2147483648,
  c_uint: 4294967295,
  c_big: 9007199254740993n,
  c_ubig: 18446744073709551615n,
  c_decimal: '12345678901234.567890',
  c_float: 1.5,
  c_double: 0.1,
  c_bit: 5,
  c_date: '2024-02-29',
  c_datetime: new Date('2024-02-29T23:59:58.123Z'),
  c_timestamp: new Date('2024-07-01T12:00:00Z'),
  c_time: '-12:34:56',
  c_year: 2024,
  c_char: 'ä',
  c_varchar: "a'b\\c?:x \u{1f600}",
  c_text: 'x'.repeat(70_000),
  c_binary: Buffer.from([0, 1, 254, 255]),
  c_varbinary: Buffer.from('00ff27', 'hex'),
  c_blob: Buffer.alloc(70_000, 0xff),
  c_enum: 'b',
  c_set: 'a,c',
  c_json: JSON.stringify({ a: [1, 'two', null], b: { c: true } }),
};

/** Their columns. */
export const COLUMNS = `
  c_tiny TINYINT, c_bool BOOLEAN, c_small SMALLINT, c_medium MEDIUMINT, c_int INT, c_uint INT UNSIGNED,
  c_big BIGINT, c_ubig BIGINT UNSIGNED, c_decimal DECIMAL(20,6), c_float FLOAT, c_double DOUBLE,
  c_bit BIT(8), c_date DATE, c_datetime DATETIME(3), c_timestamp TIMESTAMP NULL, c_time TIME, c_year YEAR,
  c_char CHAR(3), c_varchar VARCHAR(50), c_text MEDIUMTEXT, c_binary BINARY(4), c_varbinary VARBINARY(8),
  c_blob MEDIUMBLOB, c_enum ENUM('a','b'), c_set SET('a','b','c'), c_json JSON`;

/** Long values by their length and end. */
export const shortened = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      value?.length > 1000 ? [name, [value.length, value.at(-1)]] : [name, value],
    ),
  );
