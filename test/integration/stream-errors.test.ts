import { type AsyncCursor, OperationalError, SSCursor, SSDictCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

/** Fails at the given row: a scalar subquery then has two rows. */
const failingAt = (row: number): string =>
  `SELECT IF(seq = ${row}, (SELECT 1 UNION SELECT 2), seq) AS n FROM ${numbersTo(100_000)}`;

describe.each(APIS)('$name: an error in the middle of a stream', (api) => {
  const conn = useConnection(api, { multiStatements: true });

  async function failing(row: number): Promise<AsyncCursor<unknown[]>> {
    const stream = conn().cursor(SSCursor);
    await stream.execute(failingAt(row));
    return stream;
  }

  const expectUsable = async (): Promise<void> => {
    expect(conn().isUsable).toBe(true);
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
  };

  test.each([50_000, 1000, 257, 256, 255])(
    'at row %p comes after all rows before it, to a loop',
    async (row) => {
      const stream = conn().cursor(SSCursor);
      const seen: unknown[] = [];
      const error = await failureOf(async () => {
        await stream.execute(failingAt(row));
        for await (const [n] of stream) seen.push(Number(n));
      });
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({
        errno: 1242,
        code: 'ER_SUBQUERY_NO_1_ROW',
        sqlState: '21000',
        sql: failingAt(row),
        fatal: false,
      });
      expect(seen).toEqual(Array.from({ length: row - 1 }, (_, i) => i + 1));
      await expectUsable();
    },
  );

  test('comes to fetchone', async () => {
    const stream = await failing(50_000);
    let last = 0;
    const error = await failureOf(async () => {
      for (let row = await stream.fetchone(); row !== null; row = await stream.fetchone()) {
        last = Number(row[0]);
      }
    });
    expect([last, error.errno]).toEqual([49_999, 1242]);
    await expectUsable();
  });

  test('comes to fetchmany, after the rows', async () => {
    const stream = await failing(50_000);
    let count = 0;
    const error = await failureOf(async () => {
      for (;;) {
        const rows = await stream.fetchmany(700);
        if (rows.length === 0) return;
        count += rows.length;
      }
    });
    expect([count, error.errno]).toEqual([49_999, 1242]);
    await expectUsable();
  });

  test('comes to fetchall, which must not pass half a result for a whole one', async () => {
    const stream = await failing(50_000);
    expect(await failureOf(() => stream.fetchall())).toMatchObject({ errno: 1242 });
    await expectUsable();
  });

  test('comes to the first fetch when no row is before it', async () => {
    const stream = conn().cursor(SSDictCursor);
    const error = await failureOf(async () => {
      await stream.execute(failingAt(1));
      await stream.fetchone();
    });
    expect(error).toMatchObject({ errno: 1242 });
    await expectUsable();
  });

  test('comes from the server once; after it the cursor can be used again', async () => {
    const stream = await failing(50_000);
    await failureOf(async () => {
      for await (const row of stream) if (row === null) return;
    });
    await stream.execute('SELECT 5');
    expect(await stream.fetchall()).toEqual([[5]]);
    await expectUsable();
  });

  test('does not matter to who closes the stream before it', async () => {
    const stream = await failing(50_000);
    expect(await stream.fetchone()).toEqual(['1']);
    await stream.close();
    await expectUsable();
  });

  test('does not matter to who leaves the loop before it', async () => {
    const stream = await failing(50_000);
    for await (const row of stream) if (row) break;
    await expectUsable();
  });

  test('is thrown by a stored cursor from execute', async () => {
    expect(await failureOf(() => conn().execute(failingAt(50_000)))).toMatchObject({
      errno: 1242,
      sql: failingAt(50_000),
    });
    await expectUsable();
  });

  test('in a later statement comes from nextset', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(
      `SELECT seq FROM ${numbersTo(5000)}; SELECT * FROM no_such_table; SELECT 3`,
    );
    expect(await stream.fetchone()).toEqual([1]);
    expect(await failureOf(() => stream.nextset())).toMatchObject({ errno: 1146, fatal: false });
    await expectUsable();
  });

  test('in a later statement frees the connection when the stream is closed', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(
      `SELECT seq FROM ${numbersTo(5000)}; SELECT * FROM no_such_table; SELECT 3`,
    );
    await stream.close();
    await expectUsable();
  });

  test('that JavaScript made of a row leaves the connection usable', async () => {
    const own = await api.connect({ zeroDates: 'error' });
    await own.execute("SET sql_mode = ''");
    await own.execute('CREATE TEMPORARY TABLE dates (d DATETIME)');
    await own.execute("INSERT INTO dates VALUES ('2024-01-01'), ('0000-00-00'), ('2024-01-02')");
    const stream = own.cursor(SSCursor);
    const error = await failureOf(async () => {
      await stream.execute('SELECT d FROM dates');
      await stream.fetchall();
    });
    expect(error).toMatchObject({ name: 'DataError', code: 'ERR_MYSQLDB_ZERO_DATE' });
    await stream.close();
    expect(await own.fetchone('SELECT 1')).toEqual([1]);
    await own.close();
  });
});
