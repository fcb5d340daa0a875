/** `timeout`: the caller gets mysql2's error, and the statement is ended on the server, which mysql2 leaves running. */
import { useDatabase } from '../support/database';
import { expectSame, FACADE, onConnection, rejection, run } from '../support/mysql2-pair';

useDatabase();

test('it tells the caller, and the connection goes on', () =>
  expectSame(
    onConnection(async (conn) => {
      const failed = await rejection(conn.query({ sql: 'SELECT SLEEP(0.1)', timeout: 10 }));
      return { failed, rows: (await conn.query('SELECT 1 AS a'))[0] };
    }),
  ));

const FAILURE = {
  name: 'Error',
  message: 'Query inactivity timeout',
  code: 'PROTOCOL_SEQUENCE_TIMEOUT',
  errorno: 'PROTOCOL_SEQUENCE_TIMEOUT',
  syscall: 'query',
};
// Who waits for this would be stopped by the runner.
const ENDLESS = 'SELECT SLEEP(3600) AS a';

test.each(['query', 'execute'] as const)('it ends a %s on the server', (method) =>
  onConnection(async (conn) => {
    const failed = await rejection(run(conn, method, { sql: ENDLESS, timeout: 20 }));
    expect(failed).toEqual(FAILURE);
    expect((await conn.query('SELECT 1 AS a'))[0]).toEqual([{ a: 1 }]);
  })(FACADE),
);

test('it ends a stream, and one of several statements', () =>
  onConnection(
    async (conn, core) => {
      const stream = core.query({ sql: ENDLESS, timeout: 20 }).stream();
      expect(await rejection(stream.toArray())).toEqual(FAILURE);
      const several = conn.query({ sql: `SELECT 1; ${ENDLESS}`, timeout: 20 });
      expect(await rejection(several)).toEqual(FAILURE);
      expect((await conn.query('SELECT 1 AS a'))[0]).toEqual([{ a: 1 }]);
    },
    { multipleStatements: true },
  )(FACADE));

test('it is no matter for a statement that is done before', () =>
  onConnection(async (conn) => {
    for (const timeout of [0, 60_000, '60000' as unknown as number]) {
      expect((await conn.query({ sql: 'SELECT 1 AS a', timeout }))[0]).toEqual([{ a: 1 }]);
    }
  })(FACADE));
