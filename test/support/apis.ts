import {
  connect,
  type Connection,
  type ConnectOptions,
  connectSync,
  type MySQLError,
  type SyncConnection,
} from '../../lib';

/** One of the two faces of the driver, so that a test is written once: awaiting a plain value is fine. */
export interface Api {
  readonly name: 'async' | 'sync' | 'async prepared' | 'sync prepared';
  /** Connects to the test server; options are added to those of the server. */
  connect(options?: ConnectOptions): Promise<Connection>;
  /** Connects with nothing but what is given. */
  open(options?: ConnectOptions | string | URL): Promise<Connection>;
  /** Does what `using` does at the end of a block. */
  dispose(resource: unknown): Promise<void>;
  /** Ends a connection on which the server is still busy. */
  abandon(connection: Connection): Promise<void>;
}

/** The test server, in a form that options can be added to. */
export function serverOptions(): ConnectOptions {
  const url = serverUrl();
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: TEST_DATABASE,
  };
}

/** The test server's URL, in a copy that a test may change. */
export function serverUrl(): URL {
  return new URL(process.env['MYSQLDB_TEST_URL']!);
}

/** Test files have a database each, since jest runs them at the same time. */
export const TEST_DATABASE = `mysqldb_test_${process.env['JEST_WORKER_ID'] ?? '0'}`;

export const APIS: readonly Api[] = [
  {
    name: 'async',
    connect: (options) => connect({ ...serverOptions(), ...options }),
    open: (options) => connect(options),
    dispose: async (resource) => (resource as AsyncDisposable)[Symbol.asyncDispose](),
    abandon: async (connection) => connection.destroy(),
  },
  {
    name: 'sync',
    connect: async (options) => asAsync(connectSync({ ...serverOptions(), ...options })),
    open: async (options) => asAsync(connectSync(options)),
    dispose: async (resource) => (resource as Disposable)[Symbol.dispose](),
    abandon: (connection) => connection.close(),
  },
];

/** Both faces with both protocols: the text one, and the binary one of prepared statements. */
export const PROTOCOLS: readonly Api[] = APIS.flatMap((api) => [
  api,
  {
    ...api,
    name: `${api.name} prepared` as Api['name'],
    connect: (options) => api.connect({ prepared: true, ...options }),
  },
]);

/** Its methods return values where the async one's return promises; `await` takes both. */
function asAsync(connection: SyncConnection): Connection {
  return connection as unknown as Connection;
}

/** What an action throws or rejects with; fails when it succeeds. */
export async function failureOf(action: () => unknown): Promise<MySQLError> {
  try {
    await action();
  } catch (error) {
    return error as MySQLError;
  }
  throw new Error('expected a failure, but it succeeded');
}
