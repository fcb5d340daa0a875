import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

describe.each(APIS)('$name: a placeholder without parameters', (api) => {
  const conn = useConnection(api);

  test.each(['SELECT ?', 'SELECT 1 WHERE 1 = :one'])('%s gets a hint', async (sql) => {
    const error = await failureOf(() => conn().execute(sql));
    expect(error).toMatchObject({ errno: 1064, sql });
    expect(error.hint).toContain('no parameters were given');
  });

  test('another syntax error keeps its own hint', async () => {
    const error = await failureOf(() => conn().execute('SELEKT ?', [1]));
    expect(error.hint).not.toContain('parameters');
  });
});
