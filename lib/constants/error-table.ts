// What an error number means for the program: which class it is, whether the connection is lost,
// and whether trying again may help. This is the one place to change when a server gives new errors.
//
// Classes are MySQLdb's (_exceptions of its _mysql.c), so that programs that come from there keep
// their `except` clauses. Three things differ, each because users complained about it:
// - constraints: CHECK is an IntegrityError (mysqlclient#535, #263);
// - values: wrong, cut, out of range and divided by zero are DataErrors (PyMySQL#851), as PEP 249 has it;
// - statements of the binary protocol, which MySQLdb lacks, and what a client library cannot do.
// All else stays, even where PEP 249 reads otherwise: an unknown column (1054) is an OperationalError.

import { CR } from './client-errors';
import type { Flavor } from './flavor';
import { MYSQL_ER } from './mysql-errors';
import { ER } from './server-errors';

/** The classes of PEP 249 that an error of the server or the client library may have. */
export type ErrorKind =
  | 'InterfaceError'
  | 'DataError'
  | 'OperationalError'
  | 'IntegrityError'
  | 'InternalError'
  | 'ProgrammingError'
  | 'NotSupportedError';

interface Traits {
  readonly kinds: Partial<Record<ErrorKind, readonly number[]>>;
  /** The connection is gone, or never came to be. */
  readonly fatal: readonly number[];
  /** The same work may succeed next time, done from the start of its transaction. */
  readonly retryable: readonly number[];
}

/** What both servers and both client libraries mean alike. */
const SHARED: Traits = {
  kinds: {
    ProgrammingError: [
      ...[CR.COMMANDS_OUT_OF_SYNC, ER.DB_CREATE_EXISTS, ER.PARSE_ERROR, ER.SYNTAX_ERROR],
      ...[ER.WRONG_DB_NAME, ER.WRONG_TABLE_NAME, ER.NO_SUCH_TABLE, ER.FIELD_SPECIFIED_TWICE],
      ...[ER.INVALID_GROUP_FUNC_USE, ER.UNSUPPORTED_EXTENSION, ER.TABLE_MUST_HAVE_COLUMNS],
      ER.CANT_DO_THIS_DURING_AN_TRANSACTION,
      // Statements of the binary protocol that are used in a wrong way.
      ...[CR.NO_PREPARE_STMT, CR.PARAMS_NOT_BOUND, CR.INVALID_PARAMETER_NO],
      ...[CR.INVALID_BUFFER_USE, CR.UNSUPPORTED_PARAM_TYPE, CR.STMT_CLOSED],
      ...[CR.BULK_WITHOUT_PARAMETERS, CR.INVALID_STMT, CR.INVALID_PARAMETER],
    ],
    DataError: [
      ...[ER.PRIMARY_CANT_HAVE_NULL, ER.NO_DEFAULT, ER.WARN_NULL_TO_NOTNULL],
      ...[ER.WARN_DATA_OUT_OF_RANGE, ER.DATA_OUT_OF_RANGE, ER.DATETIME_FUNCTION_OVERFLOW],
      ...[ER.WARN_DATA_TRUNCATED, ER.DATA_TOO_LONG, ER.DIVISION_BY_ZERO],
      ...[ER.TRUNCATED_WRONG_VALUE, ER.TRUNCATED_WRONG_VALUE_FOR_FIELD, ER.WRONG_VALUE],
      ...[ER.ILLEGAL_VALUE_FOR_TYPE, ER.WRONG_VALUE_FOR_TYPE, ER.INVALID_CHARACTER_STRING],
    ],
    IntegrityError: [
      ...[ER.BAD_NULL_ERROR, ER.NO_DEFAULT_FOR_FIELD, ER.DUP_ENTRY, ER.DUP_UNIQUE],
      ...[ER.CANNOT_ADD_FOREIGN, ER.NO_REFERENCED_ROW, ER.NO_REFERENCED_ROW_2],
      ...[ER.ROW_IS_REFERENCED, ER.ROW_IS_REFERENCED_2],
    ],
    NotSupportedError: [
      ...[ER.WARNING_NOT_COMPLETE_ROLLBACK, ER.NOT_SUPPORTED_YET, ER.FEATURE_DISABLED],
      ER.UNKNOWN_STORAGE_ENGINE,
      ...[CR.NOT_IMPLEMENTED, CR.ASYNC_NOT_SUPPORTED, CR.FUNCTION_NOT_SUPPORTED],
    ],
    // An ambiguous column: the servers give it the SQLSTATE of a broken constraint, 23000.
    OperationalError: [ER.NON_UNIQ_ERROR],
  },
  fatal: [
    ...[CR.SOCKET_CREATE_ERROR, CR.CONNECTION_ERROR, CR.CONN_HOST_ERROR, CR.IPSOCK_ERROR],
    ...[CR.UNKNOWN_HOST, CR.VERSION_ERROR, CR.SERVER_HANDSHAKE_ERR, CR.SSL_CONNECTION_ERROR],
    ...[CR.SERVER_GONE_ERROR, CR.SERVER_LOST, CR.SERVER_LOST_EXTENDED, CR.MALFORMED_PACKET],
    ...[CR.CONN_UNKNOWN_PROTOCOL, CR.SECURE_AUTH, CR.AUTH_PLUGIN_CANNOT_LOAD, CR.AUTH_PLUGIN_ERR],
    ...[CR.BIND_ADDR_FAILED, CR.ERR_NET_READ, CR.ERR_NET_WRITE, CR.ERR_NET_UNCOMPRESS],
    // Refused at the door. 1045 is not here: a server gives it to INTO OUTFILE as well.
    ...[ER.CON_COUNT_ERROR, ER.TOO_MANY_USER_CONNECTIONS, ER.BAD_HOST_ERROR, ER.HANDSHAKE_ERROR],
    ...[ER.HOST_IS_BLOCKED, ER.HOST_NOT_PRIVILEGED, ER.NOT_SUPPORTED_AUTH_MODE],
    // After these the server hangs up.
    ...[ER.SERVER_SHUTDOWN, ER.NORMAL_SHUTDOWN, ER.FORCING_CLOSE, ER.NET_PACKET_TOO_LARGE],
    ...[ER.ABORTING_CONNECTION, ER.NEW_ABORTING_CONNECTION, ER.NET_PACKETS_OUT_OF_ORDER],
    ...[ER.NET_READ_ERROR_FROM_PIPE, ER.NET_FCNTL_ERROR, ER.NET_UNCOMPRESS_ERROR],
    ...[ER.NET_READ_ERROR, ER.NET_READ_INTERRUPTED, ER.NET_ERROR_ON_WRITE],
    ER.NET_WRITE_INTERRUPTED,
  ],
  retryable: [
    ...[ER.LOCK_DEADLOCK, ER.LOCK_WAIT_TIMEOUT],
    // A server that is starting, or full, may have room a moment later.
    ...[CR.CONNECTION_ERROR, CR.CONN_HOST_ERROR, ER.CON_COUNT_ERROR, ER.TOO_MANY_USER_CONNECTIONS],
  ],
};

/** Looked up first: here the same number means something else on the other server. */
const OF_FLAVOR: Readonly<Record<Flavor, Traits>> = {
  mariadb: {
    kinds: {
      IntegrityError: [ER.CONSTRAINT_FAILED],
      DataError: [ER.DATA_OVERFLOW, ER.DATA_TRUNCATED, ER.BAD_DATA, ER.CANNOT_CONVERT_CHARACTER],
    },
    fatal: [ER.CONNECTION_KILLED],
    // https://mariadb.com/kb/en/innodb-system-variables/#innodb_snapshot_isolation
    retryable: [ER.CHECKREAD],
  },
  mysql: {
    kinds: { IntegrityError: [MYSQL_ER.CHECK_CONSTRAINT_VIOLATED] },
    fatal: [MYSQL_ER.CLIENT_INTERACTION_TIMEOUT],
    retryable: [MYSQL_ER.LOCK_NOWAIT],
  },
};

/** The first two characters of a SQLSTATE say what it is about; a SIGNAL of the user's has one too. */
const OF_SQL_STATE: Readonly<Record<string, ErrorKind>> = {
  '0A': 'NotSupportedError',
  '22': 'DataError',
  '23': 'IntegrityError',
};

/** SQLSTATE class 40 says that the server has rolled the transaction back. */
const ROLLED_BACK = '40';

function invert(kinds: Traits['kinds']): ReadonlyMap<number, ErrorKind> {
  const found = new Map<number, ErrorKind>();
  for (const [kind, errnos] of Object.entries(kinds))
    for (const errno of errnos) found.set(errno, kind as ErrorKind);
  return found;
}

function compile(traits: Traits) {
  return {
    kinds: invert(traits.kinds),
    fatal: new Set(traits.fatal),
    retryable: new Set(traits.retryable),
  };
}

const shared = compile(SHARED);
const ofFlavor = { mariadb: compile(OF_FLAVOR.mariadb), mysql: compile(OF_FLAVOR.mysql) };

function kindByRule(errno: number): ErrorKind {
  if (errno <= 0) return 'InterfaceError';
  return errno < 1000 ? 'InternalError' : 'OperationalError';
}

/** Which class an error is: by its number, else by its SQLSTATE, else by where its number lies. */
export function errorKind(errno: number, sqlState: string, flavor: Flavor | undefined): ErrorKind {
  const own = flavor && ofFlavor[flavor].kinds.get(errno);
  const known = own ?? shared.kinds.get(errno) ?? OF_SQL_STATE[sqlState.slice(0, 2)];
  return known ?? kindByRule(errno);
}

/** Whether the connection is lost with this error. */
export function isFatal(errno: number, flavor: Flavor | undefined): boolean {
  return shared.fatal.has(errno) || (flavor !== undefined && ofFlavor[flavor].fatal.has(errno));
}

/** Whether the same transaction may succeed when it is done again. */
export function isRetryable(errno: number, sqlState: string, flavor: Flavor | undefined): boolean {
  if (shared.retryable.has(errno) || sqlState.startsWith(ROLLED_BACK)) return true;
  return flavor !== undefined && ofFlavor[flavor].retryable.has(errno);
}
