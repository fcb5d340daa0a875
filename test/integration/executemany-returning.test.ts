/** INSERT … RETURNING, which MariaDB has: the rows of all packets together. */
import { DictCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { onServer } from '../support/flavor';

useDatabase();

onServer('mariadb', () =>
  describe.each(APIS)('executemany with RETURNING, $name', (api) => {
    const conn = useConnection(api, { autocommit: true });
    beforeEach(async () => {
      await conn().execute('DROP TABLE IF EXISTS made');
      await conn().execute(
        'CREATE TABLE made (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60))',
      );
    });

    test('gives the rows of all statements', async () => {
      const cursor = conn().cursor(DictCursor);
      const names = Array.from({ length: 60_000 }, (_, i) => [`${'name '.repeat(5)}${i}`]);
      const sql = 'INSERT INTO made (name) VALUES (?) RETURNING id, name';
      expect(await cursor.executemany(sql, names)).toBe(60_000);
      expect(cursor.statementCount).toBeGreaterThan(1);
      expect(cursor.description!.map(([name]) => name)).toEqual(['id', 'name']);
      const rows = (await cursor.fetchall()) as { id: number; name: string }[];
      expect(rows.map(({ name }) => [name])).toEqual(names);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(60_000);
    });
  }),
);

onServer('mysql', () =>
  describe.each(APIS)('executemany with RETURNING, $name', (api) => {
    const conn = useConnection(api);

    test('is refused by MySQL', async () => {
      const sql = 'INSERT INTO made (name) VALUES (?) RETURNING id';
      const error = await failureOf(() =>
        conn()
          .cursor()
          .executemany(sql, [['a'], ['b']]),
      );
      expect(error).toMatchObject({ name: 'ProgrammingError', errno: 1064, fatal: false });
    });
  }),
);
