/** Where the rows of executemany come from, and what is told while they are sent. */
import { type ManyProgress, ProgrammingError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { recreate, useConnection, useDatabase } from '../support/database';
import { onServer } from '../support/flavor';

useDatabase();

const INSERT = 'INSERT INTO many VALUES (?, ?)';
const MEGABYTE = 1024 * 1024;

describe.each(APIS)('$name executemany', (api) => {
  const conn = useConnection(api);

  beforeEach(async () => {
    await recreate(conn(), 'TABLE many (a INT AUTO_INCREMENT UNIQUE, b LONGTEXT)');
  });

  test('statementCount tells whether rows went together', async () => {
    const cur = conn().cursor();
    expect(cur.statementCount).toBe(0);
    const rows = [[1], [2], [3]];
    await cur.executemany('INSERT INTO many (a) VALUES (?)', rows);
    expect(cur.statementCount).toBe(1);
    await cur.executemany('INSERT INTO many (a) SELECT ? + 10', rows);
    expect(cur.statementCount).toBe(3);
    await cur.executemany('INSERT INTO many SET a = ? + 20', rows);
    expect(cur.statementCount).toBe(3);
    await cur.executemany('INSERT INTO many (a) VALUES (?)', []);
    expect(cur.statementCount).toBe(0);
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([9]);
  });

  test('() VALUES () is repeated too', async () => {
    const cur = conn().cursor();
    expect(await cur.executemany('INSERT INTO many () VALUES ()', [[], [], []])).toBe(3);
    expect(cur.statementCount).toBe(1);
  });

  test('a row that reads its own table sees the rows before it', async () => {
    const cur = conn().cursor();
    const next = '(SELECT COALESCE(MAX(a), 0) + 1 FROM (SELECT a FROM many) AS x)';
    await cur.executemany(`INSERT INTO many VALUES (${next}, ?)`, [['x'], ['y'], ['z']]);
    expect(await conn().fetchall('SELECT * FROM many ORDER BY a')).toEqual([
      [1, 'x'],
      [2, 'y'],
      [3, 'z'],
    ]);
    expect(cur.statementCount).toBe(3);
  });

  onServer('mariadb', () => {
    test.each([undefined, SSCursor])('rows of RETURNING come from all statements', async (kind) => {
      const cur = conn().cursor<unknown[]>(kind);
      const text = 'x'.repeat(MEGABYTE / 3);
      const rows = Array.from({ length: 7 }, (_, i) => [i + 1, text]);
      expect(await cur.executemany(`${INSERT} RETURNING a`, rows)).toBe(7);
      expect(cur.statementCount).toBe(4);
      expect(cur.description).toHaveLength(1);
      expect(await cur.fetchall()).toEqual([[1], [2], [3], [4], [5], [6], [7]]);
      expect(await cur.nextset()).toBe(false);
    });
  });

  test('onProgress is told after each statement', async () => {
    const text = 'x'.repeat(MEGABYTE / 2 - 2000);
    const seen: ManyProgress[] = [];
    const cur = conn().cursor();
    await cur.executemany(
      INSERT,
      Array.from({ length: 5 }, (_, i) => [i + 1, text]),
      { onProgress: (progress) => seen.push(progress) },
    );
    const rowBytes = text.length + "(1, '')".length;
    const bytes = (rows: number, statements: number): number =>
      rows * (rowBytes + 1) + statements * (INSERT.length - '(?, ?)'.length - 1);
    expect(seen).toEqual([
      { rows: 2, affectedRows: 2, bytes: bytes(2, 1), statements: 1 },
      { rows: 4, affectedRows: 4, bytes: bytes(2, 1), statements: 2 },
      { rows: 5, affectedRows: 5, bytes: bytes(1, 1), statements: 3 },
    ]);
  });

  test('onProgress for statements that are sent once a row', async () => {
    const rows: number[] = [];
    await conn()
      .cursor()
      .executemany('INSERT INTO many SET a = ?', [[1], [2]], {
        onProgress: (progress) => rows.push(progress.rows),
      });
    expect(rows).toEqual([1, 2]);
  });

  test('what onProgress throws ends the load, and closes the source', async () => {
    const mine = new RangeError('mine');
    let closed = false;
    function* source(): Generator<unknown[]> {
      try {
        for (let i = 1; ; i++) yield [i, 'x'];
      } finally {
        closed = true;
      }
    }
    const onProgress = (): never => {
      throw mine;
    };
    const cur = conn().cursor();
    expect(await failureOf(() => cur.executemany(INSERT, source(), { onProgress }))).toBe(mine);
    expect([closed, cur.statementCount]).toEqual([true, 1]);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('onProgress that is no function', async () => {
    const onProgress = 5 as never;
    const error = await failureOf(() => conn().cursor().executemany(INSERT, [], { onProgress }));
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
  });
});

describe('async executemany of an async iterable', () => {
  const conn = useConnection(APIS[0]!);

  beforeEach(async () => {
    await recreate(conn(), 'TABLE many (a INT UNIQUE, b LONGTEXT)');
  });

  async function* numbers(to: number): AsyncGenerator<unknown[]> {
    for (let i = 0; i < to; i++) {
      if (i % 1000 === 0) await new Promise(setImmediate);
      yield [i, `row ${i}`];
    }
  }

  test('reads it row by row, in order', async () => {
    const cur = conn().cursor();
    expect(await cur.executemany(INSERT, numbers(50_000))).toBe(50_000);
    expect(cur.statementCount).toBeLessThan(5);
    const sql = "SELECT COUNT(*), SUM(b = CONCAT('row ', a)) FROM many";
    expect(await conn().fetchone(sql)).toEqual([50_000, '50000']);
  });

  test('does not read ahead of what is sent', async () => {
    let read = 0;
    async function* source(): AsyncGenerator<unknown[]> {
      for (; read < 10; read++) yield [read, 'x'.repeat(MEGABYTE / 2)];
    }
    const lead: number[] = [];
    await conn()
      .cursor()
      .executemany(INSERT, source(), { onProgress: ({ rows }) => lead.push(read - rows) });
    expect(Math.max(...lead)).toBeLessThanOrEqual(2);
  });

  test('empty', async () => {
    expect(await conn().cursor().executemany(INSERT, numbers(0))).toBe(0);
  });

  test('its error comes through as it is', async () => {
    const mine = new RangeError('mine');
    async function* source(): AsyncGenerator<unknown[]> {
      yield [1, 'a'];
      await new Promise(setImmediate);
      throw mine;
    }
    expect(await failureOf(() => conn().cursor().executemany(INSERT, source()))).toBe(mine);
    expect(await conn().fetchone('SELECT COUNT(*) FROM many')).toEqual([0]);
  });

  test('it is closed when a row is refused', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<unknown[]> {
      try {
        yield [1, 'a'];
        yield [2];
        yield [3, 'c'];
      } finally {
        await new Promise(setImmediate);
        closed = true;
      }
    }
    const error = await failureOf(() => conn().cursor().executemany(INSERT, source()));
    expect(error.message).toMatch(/^Row 1: /);
    expect(closed).toBe(true);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('the failure counts more than that of closing', async () => {
    const rows: AsyncIterable<unknown[]> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: [1] }),
        return: () => Promise.reject(new RangeError('of closing')),
      }),
    };
    const error = await failureOf(() => conn().cursor().executemany(INSERT, rows));
    expect(error).toBeInstanceOf(ProgrammingError);
  });

  test('a stream of another connection is a source', async () => {
    const other = await APIS[0]!.connect();
    const from = other.cursor(SSCursor);
    await from.execute("SELECT 1, 'x' UNION ALL SELECT 2, 'y'");
    expect(await conn().cursor().executemany(INSERT, from)).toBe(2);
    await other.close();
  });

  test('a connection that is destroyed meanwhile ends the load and the source', async () => {
    const own = await APIS[0]!.connect();
    let closed = false;
    async function* source(): AsyncGenerator<unknown[]> {
      try {
        yield [1, 'a'];
        own.destroy();
        yield [2, 'b'.repeat(2 * MEGABYTE)];
        yield [3, 'c'];
      } finally {
        closed = true;
      }
    }
    const error = await failureOf(() => own.cursor().executemany(INSERT, source()));
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_CLOSED' });
    expect(closed).toBe(true);
  });
});

test('a sync cursor refuses an async iterable', async () => {
  const conn = await APIS[1]!.connect();
  async function* source(): AsyncGenerator<unknown[]> {
    yield [1];
  }
  const rows = source() as unknown as unknown[][];
  const error = await failureOf(() => conn.cursor().executemany('SELECT ?', rows));
  expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
  expect(error.message).toMatch(/sync cursor/);
  await conn.close();
});
