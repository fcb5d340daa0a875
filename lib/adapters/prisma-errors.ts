import { DriverAdapterError, type MappedError } from '@prisma/driver-adapter-utils';
import { CR, ER, MySQLError } from '../index';

/** The first group of a pattern in the server's text: the name of a column, key, table or user. */
type Found = (pattern: RegExp) => string | undefined;

const onFields = (name: string | undefined) =>
  name === undefined ? {} : { constraint: { fields: [name] } };
const onIndex = (index: string | undefined) =>
  index === undefined ? {} : { constraint: { index } };
const only = <Key extends string>(key: Key, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in Key]?: string };

/** MySQL puts the table before a key's name, MariaDB does not. */
function duplicate(find: Found): MappedError {
  const parts = find(/for key '(.+)'$/)?.split('.') ?? [];
  const table = parts.slice(0, -1).join('.');
  return {
    kind: 'UniqueConstraintViolation',
    ...onIndex(parts.at(-1)),
    ...only('table', table || undefined),
  };
}

/** As for a duplicate, of which the text tells no key. */
const unique = (): MappedError => ({ kind: 'UniqueConstraintViolation' });

const foreignKey = (find: Found): MappedError => ({
  kind: 'ForeignKeyConstraintViolation',
  ...onFields(find(/FOREIGN KEY \(`(.+?)`/)),
});

const isNull = (find: Found): MappedError => ({
  kind: 'NullConstraintViolation',
  ...onFields(find(/(?:Column|Field) '(.+?)'/)),
});

const tooMany = (_: Found, error: MySQLError): MappedError => ({
  kind: 'TooManyConnections',
  cause: error.message,
});

const outOfRange = (_: Found, { message }: MySQLError): MappedError => ({
  kind: 'ValueOutOfRange',
  cause: message,
});

const refused = (find: Found): MappedError => ({
  kind: 'AuthenticationFailed',
  ...only('user', find(/user '(.*?)'@/)),
});

const conflict = (): MappedError => ({ kind: 'TransactionWriteConflict' });
const lost = (): MappedError => ({ kind: 'ConnectionClosed' });
const timedOut = (): MappedError => ({ kind: 'SocketTimeout' });
const unreachable = (): MappedError => ({ kind: 'DatabaseNotReachable' });

type Mapping = (find: Found, error: MySQLError) => MappedError;

/** What Prisma has a kind of its own for; the texts are those of both servers. */
const KINDS: Readonly<Record<number, Mapping>> = {
  [ER.DUP_ENTRY]: duplicate,
  [ER.DUP_UNIQUE]: unique,
  [ER.ROW_IS_REFERENCED]: foreignKey,
  [ER.NO_REFERENCED_ROW]: foreignKey,
  [ER.ROW_IS_REFERENCED_2]: foreignKey,
  [ER.NO_REFERENCED_ROW_2]: foreignKey,
  [ER.BAD_NULL_ERROR]: isNull,
  [ER.NO_DEFAULT_FOR_FIELD]: isNull,
  [ER.WARN_NULL_TO_NOTNULL]: isNull,
  [ER.WARN_DATA_OUT_OF_RANGE]: outOfRange,
  [ER.DATA_OUT_OF_RANGE]: outOfRange,
  [ER.DATA_TOO_LONG]: (find) => ({
    kind: 'LengthMismatch',
    ...only('column', find(/column '(.+?)'/)),
  }),
  [ER.BAD_DB_ERROR]: (find) => ({
    kind: 'DatabaseDoesNotExist',
    ...only('db', find(/database '(.+)'/)),
  }),
  [ER.DB_CREATE_EXISTS]: (find) => ({
    kind: 'DatabaseAlreadyExists',
    ...only('db', find(/database '(.+?)'/)),
  }),
  [ER.DBACCESS_DENIED_ERROR]: (find) => ({
    kind: 'DatabaseAccessDenied',
    ...only('db', find(/to database '(.+)'/)),
  }),
  [ER.ACCESS_DENIED_ERROR]: refused,
  [ER.ACCESS_DENIED_NO_PASSWORD_ERROR]: refused,
  [ER.NO_SUCH_TABLE]: (find) => ({
    kind: 'TableDoesNotExist',
    ...only('table', find(/Table '(?:.*?\.)?(.+?)'/)),
  }),
  [ER.BAD_FIELD_ERROR]: (find) => ({
    kind: 'ColumnNotFound',
    ...only('column', find(/column '(.+?)'/)),
  }),
  [ER.FT_MATCHING_KEY_NOT_FOUND]: () => ({ kind: 'MissingFullTextSearchIndex' }),
  [ER.LOCK_DEADLOCK]: conflict,
  // MariaDB's word for a row that another transaction has changed, where snapshots are isolated.
  [ER.CHECKREAD]: conflict,
  [ER.CON_COUNT_ERROR]: tooMany,
  [ER.TOO_MANY_USER_CONNECTIONS]: tooMany,
  [ER.USER_LIMIT_REACHED]: tooMany,
  [CR.CONNECTION_ERROR]: unreachable,
  [CR.CONN_HOST_ERROR]: unreachable,
  [CR.UNKNOWN_HOST]: unreachable,
  [CR.SERVER_GONE_ERROR]: lost,
  [CR.SERVER_LOST]: lost,
  [CR.SSL_CONNECTION_ERROR]: (_, { message }) => ({ kind: 'TlsConnectionError', reason: message }),
};

/** The same of the driver's own errors, which come from no server. */
const OWN_KINDS: Readonly<Record<string, Mapping>> = {
  ERR_MYSQLDB_CLOSED: lost,
  ERR_MYSQLDB_POOL_CLOSED: lost,
  ERR_MYSQLDB_POOL_FULL: tooMany,
  ERR_MYSQLDB_POOL_TIMEOUT: timedOut,
  ERR_MYSQLDB_RELEASED: (_, { message }) => ({ kind: 'TransactionAlreadyClosed', cause: message }),
  ERR_MYSQLDB_TIMEOUT: timedOut,
};

/** How to tell Prisma; nothing for what is no error of the database, such as a wrong option. */
function mappingOf({ errno, code, fatal }: MySQLError): Mapping | undefined {
  const known = errno === undefined ? OWN_KINDS[code] : KINDS[errno];
  if (known !== undefined) return known;
  // However the server says it: that it goes down, or that someone has killed the session.
  if (fatal) return lost;
  return errno === undefined ? undefined : unknownKind;
}

const unknownKind: Mapping = (_, { errno, sqlState, sqlMessage, message }) => ({
  kind: 'mysql',
  code: errno!,
  message: sqlMessage ?? message,
  state: sqlState ?? 'HY000',
});

/** Why the pool has no connection is what one wants to know, and not that it took a while to tell. */
function originOf(error: MySQLError): MySQLError {
  const { cause, code } = error;
  return code === 'ERR_MYSQLDB_POOL_TIMEOUT' && cause instanceof MySQLError ? cause : error;
}

/**
 * What Prisma makes its own errors of. What it has no kind for goes as 'mysql', with the number; what
 * is no error of the database, such as a wrong option, stays as it is.
 */
export function prismaError(error: unknown): unknown {
  if (!(error instanceof MySQLError)) return error;
  const origin = originOf(error);
  const mapping = mappingOf(origin);
  if (mapping === undefined) return error;
  const text = origin.sqlMessage ?? origin.message;
  const adapted = new DriverAdapterError({
    ...mapping((pattern) => pattern.exec(text)?.[1], origin),
    originalCode: String(origin.errno ?? origin.code),
    originalMessage: text,
  });
  adapted.message = text; // The kind alone is what it has else.
  // Ours has the statement, the hint and whether the connection is usable.
  Object.defineProperty(adapted, 'driverError', { value: error });
  return adapted;
}
