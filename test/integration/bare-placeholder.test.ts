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

  test.each(['SELECT 1 FROM ?', 'INSERT INTO :t VALUES (1)'])(
    'in the place of a name, where none can be prepared: %s',
    async (sql) => {
      const error = await failureOf(() => conn().prepare(sql));
      expect(error).toMatchObject({ errno: 1064, sql });
      expect(error.hint).toMatch(/stands for a value.*write the name into the text.*identifier/);
      // It is not taken for one that is executed afterwards.
      const later = await failureOf(() => conn().execute(sql));
      expect(later.hint).toContain('no parameters were given');
    },
  );

  test('another syntax error keeps its own hint', async () => {
    const error = await failureOf(() => conn().execute('SELEKT ?', [1]));
    expect(error.hint).not.toContain('parameters');
  });
});

describe.each(APIS)('$name: a string where SQL takes none', (api) => {
  const conn = useConnection(api);

  test.each<[string, object | unknown[]]>([
    ['SELECT 1 LIMIT ?', ['10']],
    ['SELECT 1 LIMIT :n OFFSET 1', { n: '3' }],
    ['SELECT 1 LIMIT 5 OFFSET ?', ['1']],
  ])('%s: a number is wanted', async (sql, params) => {
    const error = await failureOf(() => conn().execute(sql, params as unknown[]));
    expect(error).toMatchObject({ errno: 1064, sql });
    expect(error.hint).toMatch(/LIMIT.*pass a number/);
  });

  test.each<[string, object | unknown[]]>([
    ['SELECT 1 FROM ?', ['t']],
    ['INSERT INTO :t VALUES (1)', { t: 't' }],
    ['UPDATE ? SET a = 1', ['t']],
  ])('%s: a name is wanted', async (sql, params) => {
    const error = await failureOf(() => conn().execute(sql, params as unknown[]));
    expect(error).toMatchObject({ errno: 1064, sql });
    expect(error.hint).toMatch(/stands for a value.*`identifier\(name\)`/);
  });

  test('what is wrong with strings elsewhere keeps its own hint', async () => {
    const error = await failureOf(() => conn().execute("SELECT ? SELECT '1'", ['5']));
    expect(error).toMatchObject({ errno: 1064, hint: expect.stringMatching(/"near"/) as unknown });
  });
});
