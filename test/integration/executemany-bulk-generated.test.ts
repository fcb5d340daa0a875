/** Generated rows, enough for the bulk protocol: executemany must do what executing each row does. */
import { connectSync, MySQLError, type SyncConnection } from '../../lib';
import { serverOptions } from '../support/apis';
import { useDatabase } from '../support/database';
import { HAS_BULK, onServer } from '../support/flavor';
import { seededRandom } from '../support/generated';
import { COLUMN_TYPES, paramMaker, type Random } from '../support/generated-params';

useDatabase();

const TRIALS = 120;
const MODES = ['', 'STRICT_ALL_TABLES', 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES', 'TRADITIONAL'];

interface Trial {
  readonly types: readonly string[];
  readonly mode: string;
  readonly rows: readonly unknown[][];
}

function generate(random: Random): Trial {
  const types = Array.from({ length: 1 + random(5) }, () => pick(random, COLUMN_TYPES));
  const makers = types.map(() => paramMaker(random));
  const row = (): unknown[] => makers.map((make) => make(random));
  return { types, mode: pick(random, MODES), rows: Array.from({ length: 40 + random(120) }, row) };
}

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)]!;

/** What a run came to: what the server refused it for and where, or how much it changed. */
interface Done {
  readonly errno?: number | undefined;
  readonly row?: number | undefined;
  readonly changed?: number;
}

function outcome(run: () => number): Done {
  try {
    return { changed: run() };
  } catch (error) {
    if (!(error instanceof MySQLError)) throw error;
    return { errno: error.errno, row: error.rowIndex };
  }
}

describe('executemany of generated rows', () => {
  let conn: SyncConnection;

  beforeAll(() => {
    conn = connectSync({
      ...serverOptions(),
      ...{ autocommit: true, dates: 'string', json: 'string', bigint: 'string' },
    });
  });

  afterAll(() => conn.close());

  function makeTables({ types, mode }: Trial): void {
    conn.execute(`SET sql_mode = '${mode}'`);
    const columns = types.map((type, i) => `c${i} ${type}`).join(', ');
    for (const table of ['together', 'alone']) {
      conn.execute(`DROP TABLE IF EXISTS ${table}`);
      conn.execute(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, ${columns})`);
    }
  }

  const names = ({ types }: Trial): string => types.map((_, i) => `c${i}`).join(', ');
  const stored = (trial: Trial, table: string) =>
    conn.fetchall(`SELECT ${names(trial)} FROM ${table} ORDER BY id`);

  const together = (sql: string, rows: readonly unknown[][]): Done =>
    outcome(() => Number(conn.cursor().executemany(sql.replace('TABLE', 'together'), rows)));

  const alone = (sql: string, rows: readonly unknown[][]): Done =>
    outcome(() => {
      let changed = 0;
      rows.forEach((row, index) => {
        try {
          changed += Number(conn.execute(sql.replace('TABLE', 'alone'), row).rowcount);
        } catch (error) {
          throw Object.assign(error as object, { rowIndex: index });
        }
      });
      return changed;
    });

  test('INSERT', () => {
    const random = seededRandom(20_261_129);
    let done = 0;
    for (let i = 0; i < TRIALS; i++) {
      const trial = generate(random);
      makeTables(trial);
      const values = trial.types.map(() => '?').join(', ');
      const sql = `INSERT INTO TABLE (${names(trial)}) VALUES (${values})`;
      const all = together(sql, trial.rows);
      const each = alone(sql, trial.rows);
      const context = { trial, all, each };
      // Types that cannot be converted are refused before the first row.
      expect({ ...context, failed: 'errno' in all }).toEqual({
        ...context,
        failed: 'errno' in each,
      });
      if ('errno' in all) {
        if (all.row !== undefined && all.errno === each.errno) {
          expect({ ...context, row: all.row }).toEqual({ ...context, row: each.row });
        }
        continue;
      }
      done++;
      expect({ ...context, changed: all.changed }).toEqual({ ...context, changed: each.changed });
      expect({ ...context, rows: stored(trial, 'together') }).toEqual({
        ...context,
        rows: stored(trial, 'alone'),
      });
    }
    expect(done).toBeGreaterThan(TRIALS / 4);
  });

  test('UPDATE, with the rows before a failure, and the row that failed', () => {
    const random = seededRandom(11);
    let failed = 0;
    for (let i = 0; i < TRIALS; i++) {
      const trial = generate(random);
      makeTables(trial);
      const size = 20 + random(60);
      for (const table of ['together', 'alone']) {
        conn.cursor().executemany(
          `INSERT INTO ${table} (id) VALUES (?)`,
          Array.from({ length: size }, (_, id) => [id + 1]),
        );
      }
      const rows = trial.rows.map((row) => [...row, 1 + random(size)]);
      const sql = `UPDATE TABLE SET ${trial.types.map((_, k) => `c${k} = ?`).join(', ')} WHERE id = ?`;
      const all = together(sql, rows);
      const each = alone(sql, rows);
      if ('errno' in all) failed++;
      const context = { trial, rows, all, each };
      expect({ ...context, done: all, rows: stored(trial, 'together') }).toEqual({
        ...context,
        ...{ done: each, rows: stored(trial, 'alone') },
      });
    }
    expect(failed).toBeGreaterThan(TRIALS / 10);
    expect(failed).toBeLessThan(TRIALS);
  });

  onServer('mariadb', () => {
    test('they go in blocks', () => {
      conn.execute('CREATE OR REPLACE TABLE blocks (a INT, b DOUBLE)');
      const cur = conn.cursor();
      const rows = Array.from({ length: 1000 }, (_, n) => [n, n / 8]);
      expect(cur.executemany('INSERT INTO blocks VALUES (?, ?)', rows)).toBe(1000);
      const updated = conn.cursor();
      const sql = 'UPDATE blocks SET b = ? WHERE a = ?';
      const values = rows.map(([a, b]) => [b! + 0.5, a]);
      expect(updated.executemany(sql, values)).toBe(1000);
      expect([cur.statementCount, updated.statementCount]).toEqual([1, HAS_BULK ? 2 : 1000]);
      const text = 'SELECT COUNT(*), SUM(b = a / 8 + 0.5) FROM blocks';
      expect(conn.fetchone(text)).toEqual(['1000', '1000']);
    });
  });
});
