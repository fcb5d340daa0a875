/** Integers of expressions, which MariaDB calls INT although they may hold more. */
import { PROTOCOLS } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';

useDatabase();

const SQL =
  'SELECT CAST(7000000000 AS UNSIGNED), CAST(-7000000000 AS SIGNED), 1, CAST(5 AS SIGNED), CAST(18446744073709551615 AS UNSIGNED)';

describe.each(PROTOCOLS)('integers of expressions, $name', (api) => {
  const conn = useConnection(api);

  test('lose no digit', async () => {
    const exact = [7_000_000_000, -7_000_000_000, 1, 5, 18446744073709551615n];
    expect(await conn().fetchone(SQL)).toEqual(exact);
  });

  test('are numbers where the column is no BIGINT', async () => {
    const cursor = conn().cursor(undefined, { bigint: 'bigint' });
    await cursor.execute('SELECT 1');
    expect(Number(((await cursor.fetchone()) as unknown[])[0])).toBe(1);
  });
});
