/** Statements of an executemany that go once a row, sent without waiting for each other. */
import {
  connectSync,
  type ExecuteManyOptions,
  type ManyProgress,
  type MySQLError,
  type Params,
} from '../../lib';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { onClient, onServer } from '../support/flavor';
import { seededRandom } from '../support/generated';

useDatabase();

/** Once a row on every server: an alias keeps it out of the bulk protocol. */
const UPDATE = 'UPDATE piped p SET p.b = ? WHERE p.id = ?';
/** Once a row, since it does not say VALUES. */
const INSERT = 'INSERT INTO piped SET id = ?, b = ?';

describe.each(APIS)('$name executemany with pipeline', (api) => {
  const conn = useConnection(api);

  beforeEach(() => recreate(conn(), 'TABLE piped (id INT PRIMARY KEY, b VARCHAR(20))'));

  async function many(
    sql: string,
    rows: Iterable<Params>,
    options: ExecuteManyOptions = { pipeline: true },
  ): Promise<{ changed: number | bigint; statements: number }> {
    const cur = conn().cursor();
    const changed = await cur.executemany(sql, rows, options);
    return { changed, statements: cur.statementCount };
  }

  /** How many of its statements the server has executed in a failed call. */
  async function stored(): Promise<unknown> {
    return conn().fetchall('SELECT id, b FROM piped ORDER BY id');
  }

  test('does what the rows do one by one', async () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 3000 }, (_, i): [number, string] => [i, `b${random(99)}`]);
    expect(await many(INSERT, rows)).toEqual({ changed: 3000, statements: 3000 });
    const changes = rows.map(([id]): Params => [`ü😀'\\${random(9)}`, id * (1 + (id % 2))]);
    const result = await many(UPDATE, changes.values());
    const piped = await stored();
    await recreate(conn(), 'TABLE piped (id INT PRIMARY KEY, b VARCHAR(20))');
    await many(INSERT, rows, {});
    expect(await many(UPDATE, changes, {})).toEqual(result);
    expect(await stored()).toEqual(piped);
  });

  test('tells how far it came', async () => {
    const progress: ManyProgress[] = [];
    const rows = Array.from({ length: 600 }, (_, i) => [i, 'b']);
    await many(INSERT, rows, { pipeline: true, onProgress: (told) => void progress.push(told) });
    expect(progress.at(-1)).toMatchObject({ rows: 600, affectedRows: 600, statements: 600 });
    expect(progress.map(({ rows: count }) => count)).toEqual(
      [...progress.map(({ rows: count }) => count)].sort((a, b) => a - b),
    );
    const cur = conn().cursor();
    const stop = new Error('enough');
    const options = {
      pipeline: true,
      onProgress: () => {
        throw stop;
      },
    };
    await expect(async () => cur.executemany(UPDATE, [['c', 1]], options)).rejects.toBe(stop);
    expect(await conn().fetchone('SELECT b FROM piped WHERE id = 1')).toEqual(['c']);
  });

  test('a parameter that cannot be sent: the rows before it are done', async () => {
    const rows: Params[] = [[1, 'a'], [2, 'b'], [3, undefined], [4, 'd']]; // prettier-ignore
    const error = await failureOf(() => many(INSERT, rows));
    expect(error.message).toMatch(/^Row 2: Parameter 2 is undefined/);
    expect(error).toMatchObject({ rowIndex: 2, affectedRows: 2 });
    expect(await stored()).toEqual([[1, 'a'], [2, 'b']]); // prettier-ignore
  });

  test('a row that no packet takes: the rows before it are done', async () => {
    const rows: Params[] = [[1, 'a'], [2, 'x'.repeat(70 * 1024 * 1024)]]; // prettier-ignore
    const error = await failureOf(() => many(INSERT, rows));
    expect(error).toMatchObject({ code: 'ER_NET_PACKET_TOO_LARGE', rowIndex: 1, affectedRows: 1 });
    expect(await stored()).toEqual([[1, 'a']]);
  });

  test('rows that are larger than all that is on its way together', async () => {
    await recreate(conn(), 'TABLE piped (id INT PRIMARY KEY, b LONGTEXT)');
    const sizes = [1, 20_000, 40_000, 5, 300_000, 2_000_000, 15_000, 15_000, 15_000, 1];
    await many(
      INSERT,
      sizes.map((size, i) => [i, 'y'.repeat(size)]),
    );
    const lengths = await conn().fetchall('SELECT LENGTH(b) FROM piped ORDER BY id');
    expect(lengths).toEqual(sizes.map((size) => [size]));
  });

  test('an iterator that fails, or ends early: the rows before are done', async () => {
    const failure = new Error('no more');
    function* rows(): Generator<Params> {
      yield [1, 'a'];
      yield [2, 'b'];
      throw failure;
    }
    await expect(async () => conn().cursor().executemany(INSERT, rows(), { pipeline: true })) // prettier-ignore
      .rejects.toBe(failure);
    expect(await stored()).toEqual([[1, 'a'], [2, 'b']]); // prettier-ignore
  });

  test('one row object that is used again', async () => {
    function* rows(): Generator<Params> {
      const row: [number, string] = [0, ''];
      for (let i = 0; i < 5; i++) {
        row[0] = i;
        row[1] = `b${i}`;
        yield row;
      }
    }
    await many(INSERT, rows());
    expect(await stored()).toEqual([0, 1, 2, 3, 4].map((i) => [i, `b${i}`]));
  });

  test('warnings are counted', async () => {
    await conn().execute("SET sql_mode = ''");
    const cur = conn().cursor();
    await cur.executemany(INSERT, [[1, 'a'], [2, 'b'.repeat(21)], [3, 'b'.repeat(22)]], { pipeline: true }); // prettier-ignore
    expect(cur.warningCount).toBe(2);
  });

  onServer('mariadb', () => {
    test('rows that RETURNING gives are kept', async () => {
      await many(INSERT, [[1, 'a'], [2, 'b'], [3, 'c']]); // prettier-ignore
      const cur = conn().cursor();
      const sql = 'DELETE FROM piped WHERE id = ? RETURNING id, b';
      await cur.executemany(sql, [[3], [9], [1]], { pipeline: true });
      expect(await cur.fetchall()).toEqual([[3, 'c'], [1, 'a']]); // prettier-ignore
      expect(cur.rowcount).toBe(2);
    });
  });

  test('no boolean', async () => {
    const error = await failureOf(() => many(INSERT, [], { pipeline: 5 } as never));
    expect(error.message).toBe('pipeline must be a boolean');
  });

  onClient('mariadb', () => {
    test('a statement that fails: those behind it on their way are done', async () => {
      await many(INSERT, [[2, 'there']]);
      const rows = Array.from({ length: 1000 }, (_, i) => [i, 'b']);
      const error = await failureOf(() => many(INSERT, rows));
      expect(error).toMatchObject({ code: 'ER_DUP_ENTRY', rowIndex: 2, affectedRows: 2 });
      const [first, last] = error.rowRange!;
      expect(first).toBe(0);
      expect(last).toBeGreaterThan(100);
      const ids = await conn().fetchall<[number]>('SELECT id FROM piped ORDER BY id');
      expect(ids.map(([id]) => id)).toEqual(Array.from({ length: last + 1 }, (_, i) => i));
    });

    test('takes the round trips of some', async () => {
      const rows = Array.from({ length: 512 }, (_, i) => [i, 'b']);
      const calls: number[] = [];
      const onProgress = ({ rows: count }: ManyProgress): void => void calls.push(count);
      await many(INSERT, rows, { pipeline: true, onProgress });
      expect(calls.length).toBeLessThanOrEqual(4);
      calls.length = 0;
      await many(UPDATE, [['c', 1], ['d', 2]], { onProgress }); // prettier-ignore
      expect(calls).toEqual([1, 2]);
    });

    test('a connection that ends', async () => {
      const other = connectSync(serverOptions());
      const id = await conn().fetchone<[number]>('SELECT CONNECTION_ID()');
      function* rows(): Generator<Params> {
        for (let i = 0; i < 300; i++) yield [i, 'b'];
        other.execute(`KILL ${id![0]}`);
        for (let i = 300; i < 700; i++) yield [i, 'b'];
      }
      const error: MySQLError = await failureOf(() => many(INSERT, rows()));
      other.close();
      expect(error.fatal).toBe(true);
      expect(error.affectedRows).toBe(256);
      expect((await failureOf(() => conn().execute('SELECT 1'))).fatal).toBe(true);
    });
  });
});
