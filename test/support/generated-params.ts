/** Columns of every type, and parameters of every kind: those that fit, and those that do not. */
import { json, PreciseDate } from '../../lib';
import { ofServer } from './flavor';

export type Random = (bound: number) => number;

export const COLUMN_TYPES: readonly string[] = [
  ...['TINYINT', 'SMALLINT UNSIGNED', 'MEDIUMINT', 'INT', 'INT UNSIGNED', 'BIGINT', 'BOOLEAN'],
  ...['BIGINT UNSIGNED', 'FLOAT', 'FLOAT(7,2)', 'DOUBLE', 'DECIMAL(10,2)', 'DECIMAL(65,30)'],
  ...['BIT(1)', 'BIT(20)', 'BIT(64)', 'CHAR(10)', 'CHAR(3)', 'VARCHAR(200)', 'VARCHAR(5)'],
  ...['VARCHAR(50) CHARACTER SET latin1', 'TEXT', 'LONGTEXT', 'BINARY(8)', 'VARBINARY(100)'],
  ...['BLOB', 'DATE', 'TIME', 'TIME(6)', 'DATETIME', 'DATETIME(3)', 'DATETIME(6)', 'YEAR'],
  ...['TIMESTAMP NULL', 'TIMESTAMP(6) NULL', 'JSON', "ENUM('a', 'b', 'c', '1', '2')"],
  ...["SET('a', 'b', 'c', '1', '2')", 'TEXT CHARACTER SET utf8mb3'],
  ...ofServer({ mariadb: ['INET6', 'UUID', 'TEXT COMPRESSED'], mysql: [] }),
];

const LETTERS = [
  ...['a', 'b ', "'", '\\', '"', '\0', '\n', '%', '?', 'é', 'ÿ', '€', '名', '😀', '\u2028'],
  ...['1', '2', '-', '.', 'e', ':', '\ud800'],
];

const of = <T>(random: Random, values: readonly T[]): T => values[random(values.length)]!;
const list = <T>(random: Random, bound: number, make: () => T): T[] =>
  Array.from({ length: random(bound) }, make);
const big = (random: Random): bigint =>
  ((BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32))) >> BigInt(random(64));
const half = (random: Random): number =>
  (random(4000) - 2000) / of(random, [1, 1, 2, 4, 8, 1000, 3]);
const sign = (random: Random): 1 | -1 => (random(2) ? 1 : -1);

function anyDouble(random: Random): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, random(2 ** 32));
  view.setUint32(4, random(2 ** 32));
  const value = view.getFloat64(0);
  return Number.isFinite(value) ? value : 0.5;
}

/** Kinds of parameters, each with a maker. */
export const PARAM_KINDS: readonly ((random: Random) => unknown)[] = [
  (random) => random(300) - 100,
  (random) => random(2) === 1,
  (random) => random(2 ** 32) - 2 ** 31,
  (random) => sign(random) * Number(big(random) >> 11n),
  half,
  anyDouble,
  (random) => random(10) * 10 ** random(15) * (random(3) ? 1 : 1.5),
  (random) => of(random, [-0, 0, 1, -1, 0.5]),
  (random) => of(random, [2 ** 53, 2 ** 60, 2 ** 63, 2 ** 64, 1e18, -(2 ** 63), 1e30]),
  (random) => BigInt.asIntN(64, big(random) * BigInt(sign(random))),
  big,
  (random) => (random(2) ? random(1000) : big(random)),
  (random) => (random(3) ? BigInt(random(100)) : 10n ** BigInt(random(40))),
  (random) => list(random, 12, () => of(random, LETTERS)).join(''),
  (random) => String(half(random)),
  (random) => `${'x'.repeat(random(300))}é`,
  (random) => Buffer.from(list(random, 12, () => random(256))),
  (random) => new Date(random(2 ** 31) * 1000 + random(1000)),
  (random) => new PreciseDate(random(2 ** 31) * 1000, random(1000)),
  (random) =>
    of(random, [
      ...['2024-02-29', '2024-01-02 03:04:05', '2024-01-02 03:04:05.123456', '12:34:56'],
      ...['-1:2:3', '0000-00-00', '20240102', 'nonsense', '2024-13-45'],
    ]),
  (random) => of(random, [20240102, 20240102030405, 123456, 70, 99, 2024, 0]),
  (random) => json({ a: random(5), b: ['x', null] }),
  (random) => new Set(['a', 'b', 'c'].filter(() => random(2))),
  (random) => of(random, ['a', 'b', 'c', '1', 'zz', '']),
  (random) => random(5),
  (random) => `123e4567-e89b-12d3-a456-42661417400${random(10)}`,
  (random) => `::${random(9999)}`,
];

/** Makes the values of a column: of one kind, now and then of another one, and with NULLs. */
export function paramMaker(random: Random): (random: Random) => unknown {
  const usual = of(random, PARAM_KINDS);
  const other = random(4) === 0 ? of(random, PARAM_KINDS) : usual;
  const nulls = random(3) === 0;
  return (next) => {
    if (nulls && next(4) === 0) return null;
    return (next(6) === 0 ? other : usual)(next);
  };
}
