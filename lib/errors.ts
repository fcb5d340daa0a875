// PEP 249's exception classes in MySQLdb's arrangement. `Error` is one of their names: in here that
// is JavaScript's, and the driver's is DriverError until the export.

import { CR } from './constants/client-errors';
import { hintFor } from './constants/error-hints';
import { errorName } from './constants/error-names';
import { errorKind, isFatal, isRetryable } from './constants/error-table';
import type { Flavor } from './constants/flavor';
import type { NativeError } from './native/binding';

/** What an error carries beside its message; nothing of it is ever a parameter's value. */
export interface ErrorDetails {
  /** The number of the server's or the client library's error. */
  readonly errno?: number | undefined;
  /** The name of that number, or a name of our own. */
  readonly code?: string | undefined;
  /** Five characters of standard SQL, 'HY000' for what has none of its own. */
  readonly sqlState?: string | undefined;
  /** The server's text verbatim. */
  readonly sqlMessage?: string | undefined;
  /** What to do about it, in one sentence; never part of the message. */
  readonly hint?: string | undefined;
  /** The statement with its placeholders. */
  readonly sql?: string | undefined;
  /** Whether the connection is over; false unless given. */
  readonly fatal?: boolean | undefined;
  /** Whether the same work may succeed when it is done again; false unless given. */
  readonly retryable?: boolean | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The root of everything that the driver throws. A property that is not known is absent, so that
 * a printed error shows what matters.
 *
 * @example
 * try {
 *   await conn.execute('INSERT INTO t VALUES (?)', [1]);
 * } catch (error) {
 *   if (!(error instanceof MySQLError)) throw error;
 *   console.error(error.code, error.message, error.hint ?? '');
 * }
 */
export class MySQLError extends Error {
  /** The number of the server's error ({@link ER}) or of the client library's ({@link CR}). */
  declare readonly errno?: number;
  /** Always there: the name of `errno` ('ER_DUP_ENTRY'), or the class's own ('ERR_INTERFACE'). */
  declare readonly code: string;
  /** Five characters of standard SQL, 'HY000' for what has none of its own. */
  declare readonly sqlState?: string;
  /** The server's text verbatim. */
  declare readonly sqlMessage?: string;
  /** What to do about it, in one sentence; never part of the message. */
  declare readonly hint?: string;
  /** The statement with its placeholders; never a parameter's value. */
  declare readonly sql?: string;
  /** Of `executemany`: the row that it is about, from 0, when that is known. */
  declare rowIndex?: number;
  /** Of `executemany`: the first and the last row of the statement that failed, from 0. */
  declare rowRange?: readonly [first: number, last: number];
  /** Of `executemany`: rows that the statements before the failing one have changed. */
  declare affectedRows?: number | bigint;
  /** What the server warned of beside it, when the connection fetches that (`fetchWarnings`). */
  declare warnings?: readonly WarningRow[];
  /** The connection cannot be used any more. */
  declare readonly fatal: boolean;
  /** The same work may succeed when it is done again, from the start of its transaction. */
  declare readonly retryable: boolean;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    // The code of the class lies on its prototype.
    this.code = details.code ?? this.code;
    if (details.errno !== undefined) this.errno = details.errno;
    if (details.sqlState !== undefined) this.sqlState = details.sqlState;
    if (details.sqlMessage !== undefined) this.sqlMessage = details.sqlMessage;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.sql !== undefined) this.sql = details.sql;
    if (details.fatal === true) this.fatal = true;
    if (details.retryable === true) this.retryable = true;
  }

  /** A plain object of all but stack and cause, for logs and for `postMessage`, which keeps no class. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return Object.assign<Record<string, unknown>, this>({ name, message }, this);
  }
}

/** An important warning, such as data that was cut on insert. It is no {@link DriverError}. */
export class Warning extends MySQLError {}

/** A note, warning or error that the server keeps of the last statement (`SHOW WARNINGS`). */
export interface WarningRow {
  /** How grave it is. */
  readonly level: 'Note' | 'Warning' | 'Error';
  /** The number of the error, as {@link ER} has it. */
  readonly errno: number;
  /** The server's text. */
  readonly message: string;
}

/** Every error of the driver; exported as `Error`. */
class DriverError extends MySQLError {}

/** The driver was used in a wrong way, as a closed connection is: the database has no part in it. */
export class InterfaceError extends DriverError {}

/** Every error that has to do with the database. */
export class DatabaseError extends DriverError {}

/** A value does not fit: out of range, too long, not a date, division by zero. */
export class DataError extends DatabaseError {}

/** Not the programmer's fault as a rule: lost connection, access denied, lock wait, deadlock. */
export class OperationalError extends DatabaseError {}

/** A duplicate key, or a foreign key, NOT NULL or CHECK constraint that does not hold. */
export class IntegrityError extends DatabaseError {}

/** The database or the client library met an error in itself. */
export class InternalError extends DatabaseError {}

/** The statement or its parameters are wrong: syntax, no such table, wrong number of parameters. */
export class ProgrammingError extends DatabaseError {}

/** The server or the client library cannot do what was asked for. */
export class NotSupportedError extends DatabaseError {}

/** A class of the hierarchy, to be made with `new`. */
export type ErrorClass = new (message: string, details?: ErrorDetails) => MySQLError;

const NAMES: readonly (readonly [kind: ErrorClass, name: string, code: string])[] = [
  [MySQLError, 'MySQLError', 'ERR_MYSQLDB'],
  [Warning, 'Warning', 'ERR_WARNING'],
  [DriverError, 'Error', 'ERR_MYSQLDB'],
  [InterfaceError, 'InterfaceError', 'ERR_INTERFACE'],
  [DatabaseError, 'DatabaseError', 'ERR_DATABASE'],
  [DataError, 'DataError', 'ERR_DATA'],
  [OperationalError, 'OperationalError', 'ERR_OPERATIONAL'],
  [IntegrityError, 'IntegrityError', 'ERR_INTEGRITY'],
  [InternalError, 'InternalError', 'ERR_INTERNAL'],
  [ProgrammingError, 'ProgrammingError', 'ERR_PROGRAMMING'],
  [NotSupportedError, 'NotSupportedError', 'ERR_NOT_SUPPORTED'],
];

/** Hidden as on JavaScript's own errors, and writable: ORMs set properties of the errors they pass on. */
function setDefault(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
}

for (const [kind, name, code] of NAMES) {
  // The class's own name too: it is what util.inspect prints, and DriverError is our secret.
  setDefault(kind, 'name', name);
  setDefault(kind.prototype as object, 'name', name);
  setDefault(kind.prototype as object, 'code', code);
}
setDefault(MySQLError.prototype, 'fatal', false);
setDefault(MySQLError.prototype, 'retryable', false);

export { DriverError as Error };

/** What is known about an error of the server beside itself. */
export interface ServerErrorContext {
  /** Which server it came from; undefined before it has said so. */
  readonly flavor: Flavor | undefined;
  readonly sql?: string | undefined;
  /** These three replace what the tables say of the error's number. */
  readonly hint?: string | undefined;
  readonly fatal?: boolean | undefined;
  readonly retryable?: boolean | undefined;
}

const KINDS = {
  InterfaceError,
  DataError,
  OperationalError,
  IntegrityError,
  InternalError,
  ProgrammingError,
  NotSupportedError,
};

/** Texts of the client library that are of no use: Connector/C prints a wrong pointer into this one. */
const OWN_TEXTS: Readonly<Record<number, string>> = {
  [CR.PLUGIN_NOT_ALLOWED]:
    'The server wants the account to log in with an authentication plugin that is not allowed here',
};

/** Makes the exception for an error that the server or the client library has reported. */
export function errorFromServer(error: NativeError, context: ServerErrorContext): MySQLError {
  const { errno, sqlState } = error;
  const { flavor, sql } = context;
  const message = OWN_TEXTS[errno] ?? error.message;
  return new KINDS[errorKind(errno, sqlState, flavor)](message, {
    errno,
    code: errno > 0 ? errorName(errno, flavor) : undefined,
    sqlState: sqlState === '' ? undefined : sqlState,
    sqlMessage: message,
    hint: context.hint ?? hintFor(errno, flavor, message),
    sql,
    fatal: context.fatal ?? isFatal(errno, flavor),
    retryable: context.retryable ?? isRetryable(errno, sqlState, flavor),
  });
}
