import {
  connect,
  type Connection,
  type ConnectOptions,
  connectSync,
  type SyncConnection,
} from '../../lib';

/** One of the two faces of the driver, so that a test is written once: awaiting a plain value is fine. */
export interface Api {
  readonly name: 'async' | 'sync';
  connect(options?: ConnectOptions): Promise<Connection>;
}

/** The test server, in a form that options can be added to. */
export function serverOptions(): ConnectOptions {
  const url = new URL(process.env['MYSQLDB_TEST_URL']!);
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: TEST_DATABASE,
  };
}

/** Test files have a database each, since jest runs them at the same time. */
export const TEST_DATABASE = `mysqldb_test_${process.env['JEST_WORKER_ID'] ?? '0'}`;

export const APIS: readonly Api[] = [
  {
    name: 'async',
    connect: (options) => connect({ ...serverOptions(), ...options }),
  },
  {
    name: 'sync',
    connect: (options) => Promise.resolve(asAsync(connectSync({ ...serverOptions(), ...options }))),
  },
];

/** Its methods return values where the async one's return promises; `await` takes both. */
function asAsync(connection: SyncConnection): Connection {
  return connection as unknown as Connection;
}
