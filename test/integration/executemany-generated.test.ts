/** Generated INSERT statements: executemany must do what executing them row by row does. */
import { connectSync, MySQLError, type Params, type SyncConnection } from '../../lib';
import { serverOptions } from '../support/apis';
import { useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';
import { seededRandom } from '../support/generated';

useDatabase();

const STATEMENTS = 150;

type Random = (bound: number) => number;

const of = <T>(random: Random, values: readonly T[]): T => values[random(values.length)]!;

const VERBS = [
  ...['INSERT INTO', 'insert', 'INSERT IGNORE INTO', 'REPLACE INTO', 'REPLACE'],
  ...['INSERT /* c ? */ INTO', 'INSERT /*! IGNORE */ INTO', '-- x ?\nINSERT INTO'],
  '# ?\nINSERT LOW_PRIORITY INTO',
];
const COLUMNS = ['(a, b)', '(`a`,`b`)', '( a /* ? */ , b )', '(b, a)'];
const VALUES = ['VALUES', 'VALUE', 'values', 'VALUES/**/'];
const NUMBERS = ['?', '? + 0', '(?)', 'ABS(?)', '? /* ) */', 'CAST(? AS SIGNED)'];
const TEXTS = [
  ...['?', 'UPPER(?)', "CONCAT(?, '),(?')", "CONCAT('it''s', ?)", String.raw`CONCAT("\"?", ?)`],
  ...["IF(? IS NULL, 'n', 'y')", '(SELECT ?)', '?-- )\n', 'COALESCE(?, DEFAULT(b))'],
  'CONCAT(?, (SELECT COUNT(*) FROM other))',
];
const ENDS = ['', ';', ' ;', ' -- end', ' /* x */ ;'];
const UPDATES = [
  ' ON DUPLICATE KEY UPDATE b = VALUES(b), n = n + 1',
  " ON DUPLICATE KEY UPDATE b = CONCAT(VALUES(b), '?')",
  ' ON DUPLICATE KEY UPDATE b = CONCAT(b, LAST_INSERT_ID())',
  ...ofServer({
    mariadb: [' RETURNING a', ' ON DUPLICATE KEY UPDATE n = n + 1 RETURNING a, n'],
    mysql: [' AS new ON DUPLICATE KEY UPDATE n = new.a'],
  }),
];

/** A statement with TABLE for the table's name, and its rows. */
function generate(random: Random): { sql: string; rows: Params[] } {
  const verb = of(random, VERBS);
  const columns = of(random, COLUMNS);
  const values = [of(random, NUMBERS), of(random, TEXTS)];
  const params = (): unknown[] => [
    of(random, [1, 2, 3, 4, 5, '8', -9, 10n, true]),
    of(random, ['x', "it's", 'ü?', null, '\\', 'a\nb', Buffer.from('bin'), '']),
  ];
  const rows = Array.from({ length: 1 + random(6) }, params);
  if (columns.startsWith('(b')) for (const list of [values, ...rows]) list.reverse();
  const tail = of(random, /REPLACE/.test(verb) ? ENDS : [...ENDS, ...UPDATES]);
  const sql = `${verb} TABLE ${columns} ${of(random, VALUES)} (${values.join(', ')})${tail}`;
  return { sql, rows };
}

/** What a run came to: what the server refused it for, or its rows. */
type Done = number | { readonly rowcount: number; readonly returned: unknown[] };

function outcome(run: () => Done): Done {
  try {
    return run();
  } catch (error) {
    if (error instanceof MySQLError && error.errno !== undefined) return error.errno;
    throw error;
  }
}

describe('executemany of generated statements', () => {
  let conn: SyncConnection;

  beforeAll(() => {
    conn = connectSync({ ...serverOptions(), autocommit: true });
    conn.execute('CREATE TABLE other (x INT)');
    for (const table of ['together', 'alone']) {
      conn.execute(
        `CREATE TABLE ${table} (a INT PRIMARY KEY, b VARCHAR(100) DEFAULT 'd', n INT DEFAULT 0)`,
      );
    }
  });

  afterAll(() => conn.close());

  const together = (sql: string, rows: Params[]): Done => {
    const cursor = conn.cursor();
    const rowcount = Number(cursor.executemany(sql.replace('TABLE', 'together'), rows));
    return { rowcount, returned: cursor.description === null ? [] : cursor.fetchall() };
  };

  const alone = (sql: string, rows: Params[]): Done => {
    const cursors = rows.map((row) => conn.execute(sql.replace('TABLE', 'alone'), row));
    return {
      rowcount: cursors.reduce((sum, { rowcount }) => sum + Number(rowcount), 0),
      returned: cursors.flatMap((cursor) => (cursor.description === null ? [] : cursor.fetchall())),
    };
  };

  test('is what it is row by row', () => {
    const random = seededRandom(20_261_125);
    let failures = 0;
    for (let i = 0; i < STATEMENTS; i++) {
      const { sql, rows } = generate(random);
      for (const table of ['together', 'alone']) conn.execute(`DELETE FROM ${table}`);
      const done = outcome(() => together(sql, rows));
      expect([sql, rows, done]).toEqual([sql, rows, outcome(() => alone(sql, rows))]);
      // One statement is all or nothing, so after an error the tables differ.
      if (typeof done === 'object') {
        const stored = (table: string) => conn.fetchall(`SELECT * FROM ${table} ORDER BY a`);
        expect([sql, rows, stored('together')]).toEqual([sql, rows, stored('alone')]);
      } else failures++;
    }
    expect(failures).toBeLessThan(STATEMENTS / 2);
  });
});
