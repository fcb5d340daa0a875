/** `signal`, which mysql2 has not: the query ends on the server, and the connection goes on. */
import { connectSync } from '../../lib';
import { createConnection } from '../../lib/mysql2';
import { serverOptions } from '../support/apis';
import { useDatabase } from '../support/database';
import { pairOptions } from '../support/mysql2-pair';

useDatabase();

/** Aborts when the server runs the statement. */
function abortWhenRunning(controller: AbortController, text: string): void {
  const watcher = connectSync(serverOptions());
  const sql =
    'SELECT 1 FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND info LIKE ?';
  const look = (): void => {
    if (watcher.fetchone(sql, [`${text}%`]) === null) return void setImmediate(look);
    watcher.close();
    controller.abort();
  };
  setImmediate(look);
}

describe.each(['query', 'execute'] as const)('%s', (method) => {
  test('is ended by it', async () => {
    const conn = createConnection(pairOptions()).promise();
    const controller = new AbortController();
    abortWhenRunning(controller, 'SELECT SLEEP');
    const options = { sql: 'SELECT SLEEP(60), ?', values: [1], signal: controller.signal };
    await expect(conn[method](options)).rejects.toMatchObject({ code: 'ERR_MYSQLDB_ABORTED' });
    const [rows] = await conn[method]('SELECT 1 AS one');
    expect(rows).toEqual([{ one: 1 }]);
    await conn.end();
  });
});

test('a query whose signal was aborted before is never sent', async () => {
  const conn = createConnection(pairOptions()).promise();
  const options = { sql: 'SET @sent = 1', signal: AbortSignal.abort() };
  await expect(conn.query(options)).rejects.toMatchObject({ code: 'ERR_MYSQLDB_ABORTED' });
  const [rows] = await conn.query('SELECT @sent AS sent');
  expect(rows).toEqual([{ sent: null }]);
  await conn.end();
});
