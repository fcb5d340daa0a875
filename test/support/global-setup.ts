import { startServer, type TestServer } from '../../lib/testing';

declare global {
  var mysqldbTestServer: TestServer | undefined;
}

/** Starts what all test files share, unless MYSQLDB_TEST_URL names a server that runs already. */
module.exports = async function globalSetup(): Promise<void> {
  if (process.env['MYSQLDB_TEST_URL'] !== undefined) return;
  const server = await startServer({ flavor: 'mariadb' });
  globalThis.mysqldbTestServer = server;
  // The URL goes by TCP; tests that need the socket ask for it.
  process.env['MYSQLDB_TEST_URL'] = server.url;
  process.env['MYSQLDB_TEST_SOCKET'] = server.unixSocket;
};
