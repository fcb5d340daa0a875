import { useDatabase } from '../support/database';
import { expectSame, onConnection, plainField, run } from '../support/mysql2-pair';

useDatabase();

const METHODS = ['query', 'execute'] as const;

describe.each(METHODS)('%s', (method) => {
  test('gives rows and fields', () =>
    expectSame(
      onConnection(async (conn) => {
        const [rows, fields] = await run(
          conn,
          method,
          "SELECT 1 AS a, 'x' AS b, NULL AS c, 1.50 AS d",
        );
        return { rows, fields: fields.map(plainField) };
      }),
    ));

  test('gives headers', () =>
    expectSame(
      onConnection(async (conn) => {
        const answers: unknown[] = [];
        for (const sql of [
          'CREATE TEMPORARY TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, n INT)',
          'INSERT INTO t (n) VALUES (1), (2), (3)',
          'UPDATE t SET n = 2',
          'DELETE FROM t WHERE id = 1',
          'INSERT INTO t (id, n) VALUES (-5, 1)',
        ]) {
          const [header, fields] = await run(conn, method, sql);
          answers.push({ ...header }, header.constructor.name, fields);
        }
        return answers;
      }),
    ));
});
