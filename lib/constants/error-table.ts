// What an error number means for the program: which class it is (by error-kinds.ts), whether the
// connection is lost, and whether trying again may help.

import { CR } from './client-errors';
import { type ErrorKind, KIND_GROUPS, type KindGroup } from './error-kinds';
import type { Flavor } from './flavor';
import { ER, MARIADB_ER, MYSQL_ER } from './server-errors';

type Errnos = Readonly<Record<'shared' | Flavor, readonly number[]>>;

/** The connection is gone, or never came to be. */
export const FATAL: Errnos = {
  shared: [
    ...[CR.SOCKET_CREATE_ERROR, CR.CONNECTION_ERROR, CR.CONN_HOST_ERROR, CR.IPSOCK_ERROR],
    ...[CR.UNKNOWN_HOST, CR.VERSION_ERROR, CR.SERVER_HANDSHAKE_ERR, CR.SSL_CONNECTION_ERROR],
    ...[CR.SERVER_GONE_ERROR, CR.SERVER_LOST, CR.SERVER_LOST_EXTENDED, CR.MALFORMED_PACKET],
    ...[CR.CONN_UNKNOWN_PROTOCOL, CR.SECURE_AUTH, CR.AUTH_PLUGIN_CANNOT_LOAD, CR.AUTH_PLUGIN_ERR],
    ...[CR.BIND_ADDR_FAILED, CR.ERR_NET_READ, CR.ERR_NET_WRITE, CR.ERR_NET_UNCOMPRESS],
    // Refused at the door. 1045 is not here: a server gives it to INTO OUTFILE as well.
    ...[ER.CON_COUNT_ERROR, ER.TOO_MANY_USER_CONNECTIONS, ER.BAD_HOST_ERROR, ER.HANDSHAKE_ERROR],
    ...[ER.HOST_IS_BLOCKED, ER.HOST_NOT_PRIVILEGED, ER.NOT_SUPPORTED_AUTH_MODE],
    ER.SECURE_TRANSPORT_REQUIRED,
    // After these the server hangs up.
    ...[ER.SERVER_SHUTDOWN, ER.NORMAL_SHUTDOWN, ER.FORCING_CLOSE, ER.NET_PACKET_TOO_LARGE],
    ...[ER.ABORTING_CONNECTION, ER.NEW_ABORTING_CONNECTION, ER.NET_PACKETS_OUT_OF_ORDER],
    ...[ER.NET_READ_ERROR_FROM_PIPE, ER.NET_FCNTL_ERROR, ER.NET_UNCOMPRESS_ERROR],
    ...[ER.NET_READ_ERROR, ER.NET_READ_INTERRUPTED, ER.NET_ERROR_ON_WRITE],
    ER.NET_WRITE_INTERRUPTED,
  ],
  mariadb: [ER.CONNECTION_KILLED],
  mysql: [
    ...[ER.SERVER_OFFLINE_MODE, ER.SERVER_OFFLINE_MODE_REASON],
    ...[ER.SERVER_ISNT_AVAILABLE, ER.SESSION_WAS_KILLED],
    ...[ER.CLIENT_INTERACTION_TIMEOUT, ER.DA_GLOBAL_CONN_LIMIT, ER.DA_CONN_LIMIT],
  ],
};

/** The same work may succeed next time, done from the start of its transaction. */
export const RETRYABLE: Errnos = {
  shared: [
    // Others were in the way, and may be gone.
    ...[ER.LOCK_DEADLOCK, ER.LOCK_WAIT_TIMEOUT, ER.LOCK_ABORTED, ER.USER_LOCK_DEADLOCK],
    ...[ER.XA_RBROLLBACK, ER.XA_RBTIMEOUT, ER.XA_RBDEADLOCK, ER.TOO_MANY_CONCURRENT_TRXS],
    // A table was altered meanwhile: the next transaction sees it as it is.
    ...[ER.TABLE_DEF_CHANGED, ER.NEED_REPREPARE],
    // A server that is starting, or full, may have room a moment later.
    ...[CR.CONNECTION_ERROR, CR.CONN_HOST_ERROR, ER.CON_COUNT_ERROR, ER.TOO_MANY_USER_CONNECTIONS],
    // The statement could not be sent, and no server executes a part of one. After 2013 it may have
    // taken effect, so that one is not here.
    CR.SERVER_GONE_ERROR,
  ],
  // https://mariadb.com/kb/en/innodb-system-variables/#innodb_snapshot_isolation
  mariadb: [ER.CHECKREAD],
  mysql: [
    ...[ER.LOCK_NOWAIT, ER.LOCKING_SERVICE_DEADLOCK, ER.LOCKING_SERVICE_TIMEOUT],
    ...[ER.XA_RETRY, ER.GR_HOLD_WAIT_TIMEOUT],
  ],
};

/** The first two characters of a SQLSTATE say what it is about; a SIGNAL of the user's has one too. */
const OF_SQL_STATE: Readonly<Record<string, ErrorKind>> = {
  '0A': 'NotSupportedError',
  '22': 'DataError',
  '23': 'IntegrityError',
};

/** SQLSTATE class 40 says that the server has rolled the transaction back. */
const ROLLED_BACK = '40';

function byErrno(groups: readonly KindGroup[]): ReadonlyMap<number, ErrorKind> {
  return new Map(groups.flatMap(({ kind, errnos }) => errnos.map((errno) => [errno, kind])));
}

const kinds = {
  shared: byErrno(KIND_GROUPS.shared),
  mariadb: byErrno(KIND_GROUPS.mariadb),
  mysql: byErrno(KIND_GROUPS.mysql),
};

function kindByRule(errno: number): ErrorKind {
  if (errno <= 0) return 'InterfaceError';
  return errno < 1000 ? 'InternalError' : 'OperationalError';
}

/** Which class an error is: by its number, else by its SQLSTATE, else by where its number lies. */
export function errorKind(errno: number, sqlState: string, flavor: Flavor | undefined): ErrorKind {
  const own = flavor && kinds[flavor].get(errno);
  const known = own ?? kinds.shared.get(errno) ?? OF_SQL_STATE[sqlState.slice(0, 2)];
  return known ?? kindByRule(errno);
}

function among(errnos: Errnos, errno: number, flavor: Flavor | undefined): boolean {
  return errnos.shared.includes(errno) || (flavor !== undefined && errnos[flavor].includes(errno));
}

/** Whether the connection is lost with this error. */
export function isFatal(errno: number, flavor: Flavor | undefined): boolean {
  return among(FATAL, errno, flavor);
}

/** Whether the same transaction may succeed when it is done again. */
export function isRetryable(errno: number, sqlState: string, flavor: Flavor | undefined): boolean {
  return sqlState.startsWith(ROLLED_BACK) || among(RETRYABLE, errno, flavor);
}

/**
 * Numbers by which only one of the servers refuses a login. MySQL has the first two for other things,
 * but never says them then.
 */
const AT_LOGIN: Readonly<Record<Flavor, readonly number[]>> = {
  mariadb: [ER.USER_IS_BLOCKED, MARIADB_ER.ACCOUNT_HAS_BEEN_LOCKED],
  mysql: [
    ...[MYSQL_ER.ACCOUNT_HAS_BEEN_LOCKED, ER.SERVER_OFFLINE_MODE_REASON],
    ER.USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK,
  ],
};

/** Which server has refused the login, as far as the number tells: it has not said so itself yet. */
export function flavorAtLogin(errno: number): Flavor | undefined {
  return (['mariadb', 'mysql'] as const).find((flavor) => AT_LOGIN[flavor].includes(errno));
}

/** Whether the server refused a change because it takes none: it is, or has become, a replica. */
export function isReadOnlyRefusal(errno: number, message: string): boolean {
  if (errno === ER.OPTION_PREVENTS_STATEMENT) return /read[-_ ]only/i.test(message);
  return errno === ER.CANT_EXECUTE_IN_READ_ONLY_TRANSACTION || errno === ER.READ_ONLY_MODE;
}

/** After these another server may be tried; after any other, such as a refused password, not. */
export const NOT_REACHED: ReadonlySet<number> = new Set([
  ...[CR.CONNECTION_ERROR, CR.CONN_HOST_ERROR, CR.UNKNOWN_HOST, CR.SERVER_LOST],
  ...[CR.SERVER_GONE_ERROR, CR.SERVER_HANDSHAKE_ERR, ER.CON_COUNT_ERROR, ER.SERVER_SHUTDOWN],
  ...[ER.HOST_IS_BLOCKED, ER.HOST_NOT_PRIVILEGED, ER.TOO_MANY_USER_CONNECTIONS],
]);
