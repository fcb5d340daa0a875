import * as errors from './errors';

const CLASSES = {
  /** The export {@link errors.MySQLError}. */
  MySQLError: errors.MySQLError,
  /** The export {@link errors.Warning}. */
  Warning: errors.Warning,
  /** The export {@link errors.Error}. */
  Error: errors.Error,
  /** The export {@link errors.InterfaceError}. */
  InterfaceError: errors.InterfaceError,
  /** The export {@link errors.DatabaseError}. */
  DatabaseError: errors.DatabaseError,
  /** The export {@link errors.DataError}. */
  DataError: errors.DataError,
  /** The export {@link errors.OperationalError}. */
  OperationalError: errors.OperationalError,
  /** The export {@link errors.IntegrityError}. */
  IntegrityError: errors.IntegrityError,
  /** The export {@link errors.InternalError}. */
  InternalError: errors.InternalError,
  /** The export {@link errors.ProgrammingError}. */
  ProgrammingError: errors.ProgrammingError,
  /** The export {@link errors.NotSupportedError}. */
  NotSupportedError: errors.NotSupportedError,
} as const;

type Classes = typeof CLASSES;

/** The exception classes as attributes of a connection (PEP 249, "Optional DB API Extensions"). */
export abstract class ErrorAttributes {}

// On the prototype, so that a printed connection shows what is about the connection.
for (const [name, value] of Object.entries(CLASSES)) {
  Object.defineProperty(ErrorAttributes.prototype, name, { value });
}

export interface ErrorAttributes extends Readonly<Classes> {}
