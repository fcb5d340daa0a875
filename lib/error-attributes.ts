import * as errors from './errors';

const CLASSES = {
  MySQLError: errors.MySQLError,
  Warning: errors.Warning,
  Error: errors.Error,
  InterfaceError: errors.InterfaceError,
  DatabaseError: errors.DatabaseError,
  DataError: errors.DataError,
  OperationalError: errors.OperationalError,
  IntegrityError: errors.IntegrityError,
  InternalError: errors.InternalError,
  ProgrammingError: errors.ProgrammingError,
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
