/** readTimeout on a real server. */
import { SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useDatabase } from '../support/database';

useDatabase();

const LATE = {
  ...{ errno: 2013, fatal: true, message: expect.stringMatching(/in time/) },
  hint: expect.stringMatching(/readTimeout/),
};

describe.each(APIS)('readTimeout, $name', (api) => {
  test('ends a statement that takes longer', async () => {
    const conn = await api.connect({ readTimeout: 300 });
    const begin = performance.now();
    expect(await failureOf(() => conn.execute('SELECT SLEEP(5)'))).toMatchObject(LATE);
    expect(performance.now() - begin).toBeGreaterThan(250);
    expect(performance.now() - begin).toBeLessThan(2_000);
    expect(conn.isUsable).toBe(false);
  });

  test('counts from the last row that came', async () => {
    const conn = await api.connect({ readTimeout: 400 });
    const sql = 'SELECT 1 UNION ALL SELECT SLEEP(0.15) UNION ALL SELECT 2';
    expect(await conn.fetchall(sql)).toHaveLength(3);
    await conn.close();
  });

  test('does not count while the caller takes his time with a stream', async () => {
    const conn = await api.connect({ readTimeout: 300 });
    const cursor = conn.cursor(SSCursor);
    await cursor.execute(
      "WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT a.i, REPEAT('x', 200) FROM n a, n b WHERE b.i <= 200",
    );
    expect(await cursor.fetchmany(10)).toHaveLength(10);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await cursor.fetchall()).toHaveLength(179_990);
    await conn.close();
  });
});
