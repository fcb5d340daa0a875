/**
 * A private throwaway server for tests, demos and benchmarks.
 * @module mysqldb/testing
 */
export { startServer, type StartServerOptions } from './start-server';
export {
  findServer,
  type FindServerOptions,
  type ServerBinary,
  type ServerFlavor,
} from './find-server';
export type { ServerFlags } from './server-options';
export type { TestServer, TestServerConnectOptions } from './test-server';
export { TestServerError, type TestServerErrorCode } from './test-server-error';
