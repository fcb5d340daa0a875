import { constants } from 'node:os';
import { CR, InterfaceError, MySQLError } from '../index';

/** An error as mysql2 has it: all but message and stack are own properties that may be changed. */
export interface QueryError extends NodeJS.ErrnoException {
  /** The name of `errno`, or of what happened to the connection. */
  code: string;
  /** The server's text, which is the message. */
  sqlMessage?: string;
  /** Five characters of standard SQL. */
  sqlState?: string;
  /** Not there, though in mysql2's types. */
  sqlStateMarker?: string;
  /** Not there, though in mysql2's types. */
  fieldCount?: number;
  /** The statement as it was sent. */
  sql?: string;
  /** The connection is over; not there when it is not. */
  fatal: boolean;
  /** mysql2's own name of `code` in errors of timeouts. */
  errorno?: string;
  /** The name that was not found. */
  hostname?: string;
  /** Where a connection was to be made to. */
  address?: string;
  /** TCP port, 3306 unless given. */
  port?: number;
}

interface Details extends Partial<Omit<QueryError, 'name' | 'message' | 'stack'>> {
  readonly code: string;
}

/** Makes an error with the properties that are given, in this order. */
export function queryError(message: string, details: Details, cause?: unknown): QueryError {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, details) as QueryError;
}

/** What running and waiting commands get when the connection ends under them. */
export const connectionLost = (cause?: unknown): QueryError =>
  queryError(
    'Connection lost: The server closed the connection.',
    { fatal: true, code: 'PROTOCOL_CONNECTION_LOST' },
    cause,
  );

const LOST: ReadonlySet<number | undefined> = new Set([CR.SERVER_LOST, CR.SERVER_GONE_ERROR]);

/** Numbers of client libraries; those of servers lie around them. */
const isOfClient = (errno: number): boolean =>
  (errno >= 2000 && errno < 3000) || (errno >= 5000 && errno < 6000);

/** The error of a statement. What is not the driver's, as what a user's function threw, stays as it is. */
export function toQueryError(error: unknown, sql?: string): Error {
  if (!(error instanceof MySQLError)) return error as Error;
  const { errno, code, sqlState, message } = error;
  if (code === 'ERR_MYSQLDB_TIMEOUT') return tooLong(error);
  if (code === 'ERR_MYSQLDB_ABORTED') return nameAs(ofClient(error, sql, error.cause), error.name);
  if (LOST.has(errno) || (error instanceof InterfaceError && code === 'ERR_MYSQLDB_CLOSED')) {
    return connectionLost(error);
  }
  if (errno === undefined || isOfClient(errno)) return ofClient(error, sql, error);
  return queryError(
    message,
    {
      code,
      errno,
      sqlState: sqlState ?? '',
      sqlMessage: message,
      ...(sql !== undefined && { sql }),
    },
    error,
  );
}

/** The error of a statement that is no server's. */
function ofClient(
  { message, code, errno, fatal }: MySQLError,
  sql: string | undefined,
  cause: unknown,
): QueryError {
  const details = { code, ...(errno !== undefined && { errno }), ...(fatal && { fatal }) };
  return queryError(message, { ...details, ...(sql !== undefined && { sql }) }, cause);
}

/** The error of a statement whose `timeout` was over. */
function tooLong(cause: MySQLError): QueryError {
  const code = 'PROTOCOL_SEQUENCE_TIMEOUT';
  const details = { errorno: code, code, syscall: 'query', ...(cause.fatal && { fatal: true }) };
  return queryError('Query inactivity timeout', details, cause);
}

/** Gives an error the name that callers look at, where it does not show among its properties. */
export const nameAs = <T extends Error>(error: T, name: string): T =>
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });

/** Where a connection was to be made to. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly socketPath?: string;
}

const UNREACHED: ReadonlySet<number | undefined> = new Set([
  CR.CONNECTION_ERROR,
  CR.CONN_HOST_ERROR,
  CR.UNKNOWN_HOST,
]);

/** The error of a connection that was not made. */
export function toConnectError(error: unknown, place: Place): Error {
  if (!(error instanceof MySQLError)) return error as Error;
  const { errno } = error;
  if (UNREACHED.has(errno)) return unreached(error, place);
  if (LOST.has(errno)) {
    const isTimeout = /timeout|timed out|110|60/i.test(error.message);
    return isTimeout ? timedOut(error) : connectionLost(error);
  }
  // A server that refuses is not said to be fatal, though no connection came about.
  return toQueryError(error);
}

const timedOut = (cause: unknown): QueryError =>
  queryError(
    'connect ETIMEDOUT',
    { errorno: 'ETIMEDOUT', code: 'ETIMEDOUT', syscall: 'connect', fatal: true },
    cause,
  );

/** The operating system's error stands in the message of the client library, as `(111)`. */
function unreached(error: MySQLError, { host, port, socketPath }: Place): QueryError {
  const name = error.errno === CR.UNKNOWN_HOST ? 'ENOTFOUND' : systemError(error.message);
  if (name === 'ETIMEDOUT') return timedOut(error);
  if (name === 'ENOTFOUND') {
    const details = { errno: -3008, code: name, syscall: 'getaddrinfo', hostname: host };
    return queryError(`getaddrinfo ENOTFOUND ${host}`, { ...details, fatal: true }, error);
  }
  const numbers = constants.errno as Readonly<Record<string, number>>;
  const where = socketPath ? { address: socketPath } : { address: host, port };
  const shown = socketPath || `${host}:${port}`;
  const errno = -(numbers[name] ?? 0);
  const details = { errno, code: name, syscall: 'connect', ...where, fatal: true };
  return queryError(`connect ${name} ${shown}`, details, error);
}

function systemError(message: string): string {
  const number = Number(/\((?:errno )?"?(\d+)/.exec(message)?.[1] ?? NaN);
  const found = Object.entries(constants.errno).find(([, value]) => value === number);
  return found?.[0] ?? 'ECONNREFUSED';
}
