import { isDeepStrictEqual } from 'node:util';
import { ColumnCursor, json, PreciseDate, ServerColumnCursor, SSColumnCursor } from '../../../lib';
import { PROTOCOLS, type Api } from '../../support/apis';
import { useDatabase } from '../../support/database';
import { jsonOf } from '../../support/flavor';
import { seededRandom } from '../../support/generated';
import { exactly, IS_MARIADB, WAYS, withConnection } from './read-back';

useDatabase();

type Random = (bound: number) => number;
interface Generated {
  /** What is passed as a parameter. */
  readonly written: unknown;
  /** What must come back. */
  readonly read: unknown;
}

const same = (value: unknown): Generated => ({ written: value, read: value });

const LETTERS = [
  'a',
  'b ',
  "'",
  '\\',
  '"',
  '\0',
  '\n',
  '%',
  '?',
  'é',
  'ÿ',
  '€',
  '名',
  '😀',
  '\u2028',
];
const text = (random: Random, bound = 30): string =>
  Array.from({ length: random(bound) }, () => LETTERS[random(LETTERS.length)]).join('');
const latin = (random: Random): string =>
  Array.from({ length: random(30) }, () => LETTERS[random(11)]).join('');
const bytes = (random: Random, bound = 40): Buffer =>
  Buffer.from(Array.from({ length: random(bound) }, () => random(256)));
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random(10)).join('');
const big = (random: Random): bigint =>
  ((BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32))) >> BigInt(random(64));
const safe = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;
const double = (random: Random): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, random(2 ** 32));
  view.setUint32(4, random(2 ** 32));
  const value = view.getFloat64(0);
  return Number.isFinite(value) && value !== 0 ? value : 0.5;
};
/** Any moment of the years that DATETIME has; TIMESTAMP's are of 1970 to 2038. */
const moment = (random: Random, from: number, to: number): number =>
  Math.floor((from + (random(2 ** 32) / 2 ** 32) * (to - from)) / 1000) * 1000;
const dateTime = (random: Random): number =>
  moment(random, -62135596800000 + 864e5, 253402214400000);

/** Every type with a maker of its values. */
const COLUMNS: Readonly<Record<string, (random: Random) => Generated>> = {
  TINYINT: (random) => same(random(256) - 128),
  'SMALLINT UNSIGNED': (random) => same(random(65_536)),
  MEDIUMINT: (random) => same(random(2 ** 24) - 2 ** 23),
  INT: (random) => same(random(2 ** 32) - 2 ** 31),
  'INT UNSIGNED': (random) => same(random(2 ** 32)),
  'BIGINT UNSIGNED': (random) => {
    const value = big(random);
    return { written: value, read: safe(value) };
  },
  BIGINT: (random) => {
    const value = BigInt.asIntN(64, big(random) * (random(2) ? 1n : -1n));
    return { written: value, read: safe(value) };
  },
  YEAR: (random) => same(1901 + random(255)),
  'DECIMAL(65,30)': (random) => {
    const whole = String(BigInt(digits(random, 1 + random(34))));
    return same(`${whole === '0' || random(2) ? '' : '-'}${whole}.${digits(random, 30)}`);
  },
  DOUBLE: (random) => same(double(random)),
  // Eighths of small integers have few digits: what FLOAT sends as text is then exact.
  FLOAT: (random) => same((random(2000) - 1000) / 8),
  'BIT(33)': (random) => same(Buffer.from([random(2), random(256), random(256), random(256), 7])),
  'VARCHAR(200) CHARACTER SET utf8mb4': (random) => same(text(random)),
  'VARCHAR(200) CHARACTER SET utf8mb3': (random) => same(text(random).replaceAll('😀', '')),
  'VARCHAR(200) CHARACTER SET ucs2': (random) => same(text(random).replaceAll('😀', '')),
  'VARCHAR(200) CHARACTER SET latin1': (random) => same(latin(random)),
  'CHAR(40) CHARACTER SET utf8mb4': (random) => same(text(random).trimEnd()),
  'MEDIUMTEXT CHARACTER SET utf8mb4': (random) =>
    same(random(300) === 0 ? text(random, 20_000) : text(random, 60)),
  'VARBINARY(50)': (random) => same(bytes(random)),
  'BINARY(8)': (random) => same(Buffer.from([...bytes(random, 8), ...Buffer.alloc(8)].slice(0, 8))),
  LONGBLOB: (random) => same(random(300) === 0 ? bytes(random, 40_000) : bytes(random)),
  DATE: (random) => same(new Date(dateTime(random)).toISOString().slice(0, 10)),
  TIME: (random) => same(`${random(2) ? '' : '-'}${100 + random(738)}:${10 + random(49)}:59`),
  'TIME(6)': (random) => same(`${100 + random(738)}:${10 + random(49)}:59.${digits(random, 6)}`),
  DATETIME: (random) => same(new Date(dateTime(random))),
  'DATETIME(3)': (random) => same(new Date(dateTime(random) + random(1000))),
  'DATETIME(6)': (random) => same(new PreciseDate(dateTime(random) + random(1000), random(1000))),
  'TIMESTAMP(6) NULL': (random) =>
    same(new PreciseDate(moment(random, 86_400_000, 2147000000000) + random(1000), random(1000))),
  JSON: (random) => {
    const value = { text: text(random), list: [random(9), null, { deep: random(2) === 0 }] };
    return { written: json(value), read: jsonOf(JSON.stringify(value)) };
  },
  "ENUM('a', 'é€', '😀')": (random) => same(['a', 'é€', '😀'][random(3)]),
  "SET('x', 'y', 'z')": (random) => same(['', 'x', 'x,y', 'y,z', 'x,y,z'][random(5)]),
  UUID: (random) => {
    const hex = digits(random, 32);
    // Of version 4: MariaDB takes no other bits for a version.
    return same(hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'));
  },
  INET6: (random) => same(`2001:db8::${(1 + random(65_535)).toString(16)}`),
};
const ONLY_MARIADB = ['UUID', 'INET6'];
const TYPES = Object.keys(COLUMNS).filter((type) => IS_MARIADB || !ONLY_MARIADB.includes(type));
const ROWS = 5000;

/** The rows, the same in every run. About one value of twelve is NULL. */
function generate(): { written: unknown[][]; read: unknown[][] } {
  const random = seededRandom(71);
  const rows = Array.from({ length: ROWS }, (_, id) => [
    same(id),
    ...TYPES.map((type) => (random(12) === 0 ? same(null) : COLUMNS[type]!(random))),
  ]);
  return {
    written: rows.map((row) => row.map(({ written }) => written)),
    read: rows.map((row) => row.map(({ read }) => exactly(read))),
  };
}

const generated = generate();

/** Only what differs: a diff of 5000 rows helps nobody. */
function differences(rows: readonly (readonly unknown[])[]): unknown[] {
  const found: unknown[] = [];
  generated.read.forEach((expected, i) => {
    expected.forEach((value, at) => {
      const actual = exactly(rows[i]?.[at]);
      // MySQL keeps the members of JSON objects in an order of its own.
      if (!isDeepStrictEqual(actual, value) && found.length < 10)
        found.push({ row: i, type: TYPES[at - 1] ?? 'id', actual, expected: value });
    });
  });
  return found;
}

describe.each(PROTOCOLS)(
  '5000 rows of all types, written through $name parameters',
  (writer: Api) => {
    const table = `generated_${writer.name.replace(' ', '_')}`;

    beforeAll(
      () =>
        withConnection(writer, { timezone: 'Z' }, async (conn) => {
          const columns = TYPES.map((type, i) => `c${i} ${type}`).join(', ');
          await conn.execute(
            `CREATE TABLE ${table} (id INT PRIMARY KEY, ${columns}) CHARACTER SET utf8mb4`,
          );
          const sql = `INSERT INTO ${table} VALUES (${['?', ...TYPES.map(() => '?')].join(', ')})`;
          expect(await conn.cursor().executemany(sql, generated.written)).toBe(ROWS);
          await conn.commit();
        }),
      60_000,
    );

    test.each(WAYS)('are read as they were by $api.name $kind.name', ({ api, kind }) =>
      withConnection(api, { timezone: 'Z' }, async (conn) => {
        const cursor = conn.cursor(kind);
        await cursor.execute(`SELECT * FROM ${table} ORDER BY id`);
        const rows = await cursor.fetchall();
        expect(rows).toHaveLength(ROWS);
        expect(differences(rows.map((row) => Object.values(row as object)))).toEqual([]);
      }),
    );

    test('are read as they were in pieces', () =>
      withConnection(writer, { timezone: 'Z' }, async (conn) => {
        const cursor = conn.cursor();
        await cursor.execute(`SELECT * FROM ${table} ORDER BY id`);
        const rows: unknown[][] = [];
        for (let size = 1, got = 1; got > 0; size = (size * 7) % 401) {
          const some = await cursor.fetchmany(size);
          got = some.length;
          rows.push(...some);
        }
        expect(rows).toHaveLength(ROWS);
        expect(differences(rows)).toEqual([]);
      }));

    test.each([ColumnCursor, SSColumnCursor, ServerColumnCursor])(
      'are read as they were as columns by $name',
      (kind) =>
        withConnection(writer, { timezone: 'Z' }, async (conn) => {
          const cursor = conn.cursor(kind);
          await cursor.execute(`SELECT * FROM ${table} ORDER BY id`);
          const { rowCount, columns } = await cursor.fetchColumns();
          expect(rowCount).toBe(ROWS);
          const lists = columns.map((column) => column.toArray());
          expect(
            differences(generated.read.map((_, row) => lists.map((list) => list[row]))),
          ).toEqual([]);
          const nulls = columns.map(
            (_, at) => generated.read.filter((row) => row[at] === null).length,
          );
          expect(columns.map(({ nullCount }) => nullCount)).toEqual(nulls);
        }),
    );

    test.each(['Asia/Kolkata', '-09:30', 'Europe/London'])(
      'DATETIMEs read and written in %s stay what they are',
      (timezone) =>
        withConnection(writer, { timezone }, async (conn) => {
          // Not in the hours around a change of the clocks, which may not exist or exist twice.
          const column = `c${TYPES.indexOf('DATETIME(6)')}`;
          const sql = `SELECT ${column}, CAST(${column} AS CHAR) FROM ${table}
          WHERE HOUR(${column}) BETWEEN 5 AND 20 ORDER BY id LIMIT 500`;
          const rows = await conn.fetchall<[unknown, string]>(sql);
          expect(rows).toHaveLength(500);
          const list = rows.map(() => 'CAST(? AS CHAR)').join(', ');
          const dates = rows.map(([date]) => date);
          expect(await conn.fetchone(`SELECT ${list}`, dates)).toEqual(
            rows.map(([, text]) => text),
          );
        }),
    );
  },
);
