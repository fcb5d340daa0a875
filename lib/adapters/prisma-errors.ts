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

const lost = (): MappedError => ({ kind: 'ConnectionClosed' });
const unreachable = (): MappedError => ({ kind: 'DatabaseNotReachable' });

/** What Prisma has a kind of its own for; the texts are those of both servers. */
const KINDS: Readonly<Record<number, (find: Found, error: MySQLError) => MappedError>> = {
  [ER.DUP_ENTRY]: duplicate,
  [ER.ROW_IS_REFERENCED_2]: foreignKey,
  [ER.NO_REFERENCED_ROW_2]: foreignKey,
  [ER.BAD_NULL_ERROR]: isNull,
  [ER.NO_DEFAULT_FOR_FIELD]: isNull,
  [ER.WARN_NULL_TO_NOTNULL]: isNull,
  [ER.WARN_DATA_OUT_OF_RANGE]: (_, { message }) => ({ kind: 'ValueOutOfRange', cause: message }),
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
  [ER.ACCESS_DENIED_ERROR]: (find) => ({
    kind: 'AuthenticationFailed',
    ...only('user', find(/user '(.*?)'@/)),
  }),
  [ER.NO_SUCH_TABLE]: (find) => ({
    kind: 'TableDoesNotExist',
    ...only('table', find(/Table '(?:.*?\.)?(.+?)'/)),
  }),
  [ER.BAD_FIELD_ERROR]: (find) => ({
    kind: 'ColumnNotFound',
    ...only('column', find(/column '(.+?)'/)),
  }),
  [ER.FT_MATCHING_KEY_NOT_FOUND]: () => ({ kind: 'MissingFullTextSearchIndex' }),
  [ER.LOCK_DEADLOCK]: () => ({ kind: 'TransactionWriteConflict' }),
  [ER.CON_COUNT_ERROR]: tooMany,
  [ER.TOO_MANY_USER_CONNECTIONS]: tooMany,
  [CR.CONNECTION_ERROR]: unreachable,
  [CR.CONN_HOST_ERROR]: unreachable,
  [CR.UNKNOWN_HOST]: unreachable,
  [CR.SERVER_GONE_ERROR]: lost,
  [CR.SERVER_LOST]: lost,
  [CR.SSL_CONNECTION_ERROR]: (_, { message }) => ({ kind: 'TlsConnectionError', reason: message }),
};

/**
 * What Prisma makes its own errors of. What it has no kind for goes as 'mysql', with the number; what
 * is no error of the database, such as a wrong option, stays as it is.
 */
export function prismaError(error: unknown): unknown {
  if (!(error instanceof MySQLError) || error.errno === undefined) return error;
  const text = error.sqlMessage ?? error.message;
  const find: Found = (pattern) => pattern.exec(text)?.[1];
  const mapped: MappedError = KINDS[error.errno]?.(find, error) ?? {
    kind: 'mysql',
    code: error.errno,
    message: text,
    state: error.sqlState ?? 'HY000',
  };
  const adapted = new DriverAdapterError({
    ...mapped,
    originalCode: String(error.errno),
    originalMessage: text,
  });
  // Ours has the statement, the hint and whether the connection is usable.
  Object.defineProperty(adapted, 'driverError', { value: error });
  return adapted;
}
