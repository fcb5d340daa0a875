import { connectSync } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { NUMBERS_TABLE } from './numbers-table';

declare global {
  var mysqldbTestServer: TestServer | undefined;
}

/**
 * Starts what all test files share: the server program that MYSQLDB_SERVER names, else MariaDB, else
 * MySQL, whichever is on the machine.
 * MYSQLDB_TEST_URL instead names a server that runs already. flavor.ts reads which one it is.
 */
module.exports = async function globalSetup(): Promise<void> {
  process.env['MYSQLDB_TEST_URL'] ??= await startShared();
  const version = prepare(process.env['MYSQLDB_TEST_URL']);
  process.env['MYSQLDB_TEST_SERVER_VERSION'] = version;
};

async function startShared(): Promise<string> {
  const server = await startServer();
  globalThis.mysqldbTestServer = server;
  // The URL goes by TCP; tests that need the socket ask for it.
  process.env['MYSQLDB_TEST_SOCKET'] = server.unixSocket;
  return server.url;
}

/** Makes what numbers.ts needs; returns the server's version. */
function prepare(url: string): string {
  const conn = connectSync(url);
  try {
    const { serverVersion } = conn;
    if (!/mariadb/i.test(serverVersion)) {
      for (const sql of NUMBERS_TABLE) conn.execute(sql);
      conn.commit();
    }
    return serverVersion;
  } finally {
    conn.close();
  }
}
