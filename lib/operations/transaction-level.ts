// What `transaction()` is made of, for sync and async connections: the outermost level is a transaction
// of the server's, those inside are savepoints. A level must never believe that something is open which
// the server has ended: under autocommit, each further statement would last by itself.
import { CR } from '../constants/client-errors';
import { ER } from '../constants/server-errors';
import { MySQLError, OperationalError, ProgrammingError } from '../errors';
import type { TransactionOptions } from '../options/transaction-options';
import type { Operation } from './operation';
import type { Session } from './session';
import { skipResults } from './stored-results';
import {
  beginTransaction,
  command,
  learnStatus,
  setAutocommit,
  tracedCommand,
} from './transaction';

/** The savepoint before a pipeline. */
const PIPELINE = '`mysqldb_pipeline`';

/** What all levels of one transaction share. */
interface Whole {
  /** The last error of a statement: it may have ended the transaction. */
  failure: MySQLError | undefined;
  /** Why nothing more can be done in it, and nothing of it be committed. */
  doom: MySQLError | undefined;
}

/** One call of `transaction()`, or one attempt of it. */
export class TransactionLevel {
  readonly #session: Session;
  readonly #outer: TransactionLevel | undefined;
  readonly #options: TransactionOptions;
  readonly #whole: Whole;
  readonly #autocommit: boolean;
  readonly #savepoint: string;
  /** Whether a nested call runs. */
  #hasInner = false;
  #isOver = false;

  constructor(
    session: Session,
    outer: TransactionLevel | undefined,
    options: TransactionOptions = {},
  ) {
    this.#session = session;
    this.#outer = outer;
    this.#options = options;
    this.#autocommit = session.autocommit;
    this.#whole = outer ? outer.#whole : { failure: undefined, doom: undefined };
    this.#savepoint = outer === undefined ? 'mysqldb' : `${outer.#savepoint}_1`;
    if (outer !== undefined) outer.#hasInner = true;
  }

  /** Throws when its function must not begin anything (any more). */
  check(): void {
    if (this.#isOver) {
      throw misused(
        'The transaction is over',
        'Await everything that belongs to it inside of the function that transaction() was given.',
      );
    }
    if (this.#hasInner) {
      throw misused(
        'A nested transaction is under way',
        'Use what its function was given, or await the nested transaction() first.',
      );
    }
  }

  /** A statement of its function's, when it is its turn: refused when the transaction has ended. */
  *guard<T>(operation: Operation<T>): Operation<T> {
    // The next rows of a stream come whatever has become of the transaction.
    if (!this.#session.isReading) yield* this.#confirmOpen();
    try {
      return yield* operation;
    } catch (error) {
      if (error instanceof MySQLError) this.#whole.failure = error;
      throw error;
    }
  }

  /**
   * Statements of its function's that run whatever those before them have failed with. Without
   * autocommit nothing that follows a deadlock lasts by itself, and a savepoint that is gone tells that
   * the transaction is: the statements behind its end have begun another one.
   */
  *guardPipeline(statements: Operation<MySQLError | undefined>): Operation<void> {
    const session = this.#session;
    yield* setAutocommit(session, false);
    yield* command(session, `SAVEPOINT ${PIPELINE}`);
    const failure = yield* statements;
    if (!session.isOpen) return;
    try {
      yield* command(session, `RELEASE SAVEPOINT ${PIPELINE}`);
    } catch (error) {
      if (!session.isOpen || !isMissingSavepoint(error)) throw error;
      this.#whole.doom ??= failure === undefined ? endedByStatement() : endedByError(failure);
    }
  }

  *#confirmOpen(): Operation<void> {
    yield* this.#confirm();
    const { doom } = this.#whole;
    if (doom !== undefined) throw doom;
    if (!this.#session.inTransaction) throw endedByStatement();
  }

  /** Its function has come to its end: what is begun from now on comes too late. */
  end(): void {
    this.#isOver = true;
  }

  /** Lets the level around it go on. */
  leave(): void {
    this.#isOver = true;
    if (this.#outer !== undefined) this.#outer.#hasInner = false;
  }

  *begin(): Operation<void> {
    if (this.#outer === undefined) yield* beginTransaction(this.#session, this.#options);
    else yield* this.guard(tracedCommand(this.#session, `SAVEPOINT ${this.#savepoint}`));
  }

  /** Ends it well, or throws and has rolled it back. */
  *commit(): Operation<void> {
    try {
      yield* dropStream(this.#session);
      yield* this.#confirm();
      if (this.#whole.doom !== undefined) throw this.#whole.doom;
      // Else a statement has ended it, such as CREATE TABLE, and all that was done lasts already.
      if (this.#session.inTransaction) yield* this.#keep();
    } catch (error) {
      yield* this.rollback();
      throw error;
    }
    if (this.#outer === undefined) yield* this.#restoreAutocommit();
  }

  /** Undoes it. Never throws: the error that led here is the one to tell. */
  *rollback(): Operation<void> {
    const session = this.#session;
    if (!session.isOpen) return;
    try {
      yield* dropStream(session);
      if (this.#outer === undefined) yield* tracedCommand(session, 'ROLLBACK');
      else yield* this.#rollBackToSavepoint();
    } catch (error) {
      // Nobody knows what is undone: the server undoes it all when the connection ends.
      if (session.isOpen) session.abandon();
      this.#whole.doom ??= error as MySQLError;
    }
    if (this.#outer === undefined) yield* this.#restoreAutocommit();
  }

  /** After 1213 and its like the whole transaction is gone, and its savepoints with it. */
  *#rollBackToSavepoint(): Operation<void> {
    yield* this.#confirm();
    if (this.#whole.doom !== undefined || !this.#session.inTransaction) return;
    yield* tracedCommand(this.#session, `ROLLBACK TO SAVEPOINT ${this.#savepoint}`);
  }

  *#keep(): Operation<void> {
    if (this.#outer !== undefined) {
      yield* tracedCommand(this.#session, `RELEASE SAVEPOINT ${this.#savepoint}`);
      return;
    }
    try {
      yield* tracedCommand(this.#session, 'COMMIT');
    } catch (error) {
      throw this.#session.isOpen || wasNotSent(error) ? error : outcomeUnknown(error);
    }
  }

  /** Finds out whether an error has ended the transaction. */
  *#confirm(): Operation<void> {
    const session = this.#session;
    // It then says of no transaction that it is open.
    if (!session.isOpen) throw session.closedError();
    const afterError = session.statusIsOld;
    yield* learnStatus(session);
    if (afterError && !session.inTransaction)
      this.#whole.doom ??= endedByError(this.#whole.failure);
  }

  /** What is lost here is noticed by the next statement; this one's work is done. */
  *#restoreAutocommit(): Operation<void> {
    if (!this.#session.isOpen) return;
    try {
      yield* setAutocommit(this.#session, this.#autocommit);
    } catch {
      if (this.#session.isOpen) this.#session.abandon();
    }
  }
}

/** What a connection says to statements beside those of the transaction that runs on it. */
export function besideTransaction(): ProgrammingError {
  return misused(
    'A transaction() of this connection is under way',
    'Use what its function was given (tx), or another connection: a statement here would become part of that transaction.',
  );
}

/** What the calls throw that a function inside of `transaction()` must not make. */
export function notInside(): ProgrammingError {
  return misused(
    'This cannot be done inside of transaction()',
    'It commits when its function is done, and rolls back when that throws.',
  );
}

/** Whether the whole may be done again after what it failed with. */
export function mayRetry(error: unknown): boolean {
  // Layers above wrap what they got.
  const own = error instanceof Error && !(error instanceof MySQLError) ? error.cause : error;
  return own instanceof MySQLError && own.retryable && !own.fatal;
}

/** Milliseconds to wait before an attempt, so that those who collided do not do so again. */
export function retryDelay(attempt: number): number {
  return Math.random() * Math.min(5 * 2 ** attempt, 500);
}

/** Rows of a stream that nobody can read any more would keep the connection. */
function* dropStream(session: Session): Operation<void> {
  if (session.streamOwner === undefined || !session.isOpen) return;
  session.streamOwner = undefined;
  yield* skipResults(session);
}

function misused(message: string, hint: string): ProgrammingError {
  return new ProgrammingError(message, { code: 'ERR_MYSQLDB_TRANSACTION', hint });
}

function endedByStatement(): ProgrammingError {
  return misused(
    'A statement has ended the transaction',
    'CREATE, ALTER, DROP and their like commit, as COMMIT does: run them outside of transaction().',
  );
}

function endedByError(cause: MySQLError | undefined): OperationalError {
  return new OperationalError('The transaction ended when a statement of it failed', {
    code: 'ERR_MYSQLDB_TRANSACTION',
    hint: 'Let the error of that statement (its `cause`) leave the function: the transaction has to start over.',
    retryable: cause?.retryable,
    cause,
  });
}

const isMissingSavepoint = (error: unknown): boolean =>
  error instanceof MySQLError && error.errno === ER.SP_DOES_NOT_EXIST;

/** No server executes a statement that could not be sent. */
function wasNotSent(error: unknown): boolean {
  return !(error instanceof MySQLError) || error.errno === CR.SERVER_GONE_ERROR;
}

function outcomeUnknown(cause: unknown): OperationalError {
  return new OperationalError(
    'The connection was lost during COMMIT: whether the transaction took effect is not known',
    {
      code: 'ERR_MYSQLDB_COMMIT_UNKNOWN',
      hint: 'Look on a new connection whether the changes are there before you do them again.',
      fatal: true,
      cause,
    },
  );
}
