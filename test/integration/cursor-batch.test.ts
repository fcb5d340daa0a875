import { Cursor, SSCursor } from '../../lib';
import { PROTOCOLS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { ofServer } from '../support/flavor';

useDatabase();

const MANY = 20_000;
const RECURSION = ofServer({
  mariadb: `SET max_recursive_iterations = ${MANY + 1}`,
  mysql: `SET cte_max_recursion_depth = ${MANY + 1}`,
});
const SEQUENCE = `WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${MANY})
  SELECT n FROM s`;

describe.each(PROTOCOLS)('$name', (api) => {
  const conn = useConnection(api, { initCommand: RECURSION });

  test('fetchBatch of a stored result gives all of its rows, then none', async () => {
    const cur = conn().cursor(Cursor);
    await cur.execute('SELECT 1 UNION ALL SELECT 2');
    expect(await cur.fetchBatch()).toEqual([[1], [2]]);
    expect(cur.rownumber).toBe(2);
    expect(await cur.fetchBatch()).toEqual([]);
  });

  test('fetchBatch of a stream gives the rows in pieces, each once and in order', async () => {
    const cur = conn().cursor(SSCursor);
    await cur.execute(SEQUENCE);
    const rows: unknown[][] = [];
    let batches = 0;
    for (;;) {
      const batch = await cur.fetchBatch();
      if (batch.length === 0) break;
      batches++;
      rows.push(...batch);
    }
    expect(rows).toEqual(Array.from({ length: MANY }, (_unused, i) => [i + 1]));
    expect(batches).toBeGreaterThan(1);
    expect(cur.rownumber).toBe(MANY);
  });

  test('fetchBatch goes with fetchone', async () => {
    const cur = conn().cursor(SSCursor);
    await cur.execute('SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3');
    expect(await cur.fetchone()).toEqual([1]);
    expect(await cur.fetchBatch()).toEqual([[2], [3]]);
    expect(await cur.fetchone()).toBeNull();
  });

  test('what the server said of a statement stays with its result', async () => {
    const cur = conn().cursor();
    expect([cur.info, cur.serverStatus]).toEqual([null, 0]);
    await conn().execute('CREATE TEMPORARY TABLE said (n INT)');
    await cur.execute('INSERT INTO said VALUES (1), (2)');
    expect(cur.info).toBe('Records: 2  Duplicates: 0  Warnings: 0');
    await conn().execute('SELECT 1');
    expect(cur.info).toBe('Records: 2  Duplicates: 0  Warnings: 0');
    await cur.execute('SELECT 1');
    expect(cur.info).toBeNull();
    expect(cur.serverStatus & 1).toBe(1);
    await conn().rollback();
  });
});
