/** Ends a statement on its server before it is done (docs/decisions/0003-cancel.md). */
import { DataError, IntegrityError, MySQLError, ProgrammingError } from '../errors';
import type { NativeKillOrder, NativeKillReport } from '../native/binding';
import { type Command, type Operation, type Outcome, Pause } from '../operations/operation';
import type { Session } from '../operations/session';
import type { Statement } from '../operations/statement';
import { command } from '../operations/transaction';
import { SessionState } from '../rows/batch-layout';
import { cancelError, type CancelReason } from './cancel-error';
import { isMarked, killWay, markSession } from './session-mark';

/** How an operation ended. */
type Ending<T> = { readonly value: T } | { readonly failure: unknown };

/** What a canceller does to an unread stream. */
export interface CancelledStream {
  /** Whether rows of it are still to be taken. */
  readonly holdsConnection: boolean;
  /** Reads and drops what is left; fetching throws the error meanwhile and from then on. */
  close(error: MySQLError): Operation<void>;
  /** The error to throw is this one. */
  fail(error: MySQLError): void;
}

/**
 * The signal and the timeout of one call: of its operation, and of a stream's further ones. Subclasses
 * know when it is cancelled, and begin and end the killer.
 */
export abstract class Canceller {
  protected readonly session: Session;
  protected readonly sql: string | undefined;
  /** Whose stream is cancelled by it too, if the operation leaves one. */
  protected readonly owner: object;
  /** A local file comes from JavaScript, which no kill ends. */
  #mayKill = true;
  #last: Outcome | undefined;
  /** Whether it was cancelled while it waited for something that is no command. */
  #wasPaused = false;
  /** The stream that the operation may leave unread. */
  #stream: CancelledStream | undefined;

  constructor(session: Session, owner: object, sql: string | undefined) {
    this.session = session;
    this.owner = owner;
    this.sql = sql;
  }

  /** Why the work is to be ended, as soon as it is. */
  abstract get reason(): CancelReason | undefined;
  /** A command is about to be sent, or goes on; the session may be marked or not. */
  protected abstract beforeCommand(): void;
  protected abstract afterCommand(): void;
  /** What the operation waits for while it has no command. */
  protected abstract pausing(pause: Pause): Pause;
  /** Ends the killer, once the statement has ended; undefined when there was none. */
  protected abstract endKiller(): Operation<NativeKillReport | undefined>;
  /** Whoever asked may cancel from now on without an effect. */
  abstract finish(): void;

  /** The statement is known. */
  takes(statement: Statement): void {
    this.#mayKill = statement.infile === undefined;
  }

  /** The operation has begun a stream, which may outlive it. */
  leaves(stream: CancelledStream): this {
    this.#stream = stream;
    return this;
  }

  /** The operation, which ends when it is cancelled: then with the connection at rest, or over. */
  *run<T>(operation: Operation<T>): Operation<T> {
    const { session } = this;
    const ending = yield* this.#ending(operation);
    const isUnread = session.isReading || this.#stream?.holdsConnection === true;
    const wasUnread = this.reason !== undefined && isUnread;
    if (wasUnread && this.#stream !== undefined) {
      yield* this.#steps(this.#stream.close(this.#error(undefined)));
    }
    const report = yield* this.endKiller();
    if (report?.cut && session.isOpen) session.abandon();
    if (report?.sent && session.state === SessionState.idle) yield* absorbKill(session);
    const stopped = wasUnread || report?.sent || report?.cut || isOwn(ending) || this.#wasPaused;
    if (this.reason === undefined || !stopped) return valueOf(ending);
    if ('value' in ending && !wasUnread && this.#hasChangedRows()) return ending.value;
    throw this.#finalError(ending, report);
  }

  /** What is needed to end the statement after so many milliseconds. */
  protected killOrder(delay: number): NativeKillOrder {
    const { connectTimeout: patience } = this.session.options;
    const marked = isMarked(this.session);
    const by = marked && this.#mayKill ? killWay(this.session) : undefined;
    // A session that is asked who it is answers at once, if at all.
    return { delay: marked ? delay : delay + patience, patience, by };
  }

  *#ending<T>(operation: Operation<T>): Operation<Ending<T>> {
    try {
      return { value: yield* this.#steps(operation) };
    } catch (failure) {
      return { failure };
    }
  }

  *#steps<T>(operation: Operation<T>): Operation<T> {
    let step = operation.next();
    while (!step.done) {
      if (step.value instanceof Pause) {
        yield this.pausing(step.value);
        this.#wasPaused = this.reason !== undefined;
        step = operation.next(undefined as never);
      } else if (this.session.state !== SessionState.idle) {
        step = operation.next(yield* this.#sending(step.value));
      } else if (this.reason !== undefined) {
        step = operation.throw(this.#error(undefined)); // what comes next is never sent
      } else if (!isMarked(this.session)) {
        const lost = yield* this.#marking();
        if (lost !== undefined) step = operation.throw(lost);
      } else {
        step = operation.next(yield* this.#sending(step.value));
      }
    }
    return step.value;
  }

  /** What it failed with: the connection is lost. */
  *#marking(): Operation<unknown> {
    const operation = markSession(this.session);
    try {
      let step = operation.next();
      while (!step.done) step = operation.next(yield* this.#sending(step.value as Command));
      return undefined;
    } catch (error) {
      return error;
    }
  }

  *#sending(next: Command): Operation<Outcome> {
    this.beforeCommand();
    this.#last = yield next;
    this.afterCommand();
    return this.#last;
  }

  #finalError(ending: Ending<unknown>, report: NativeKillReport | undefined): unknown {
    if ('failure' in ending && !mayBeOfKill(ending.failure)) return ending.failure;
    const error = this.#error(report);
    this.#stream?.fail(error);
    if ('failure' in ending && ending.failure instanceof MySQLError) {
      const { affectedRows, rowRange } = ending.failure;
      if (affectedRows !== undefined) error.affectedRows = affectedRows;
      if (rowRange !== undefined) error.rowRange = rowRange;
    }
    return error;
  }

  /** A statement that says so was done, whatever was sent meanwhile. */
  #hasChangedRows(): boolean {
    const last = this.#last;
    const isOk = last?.error === undefined && last?.shape === undefined;
    return isOk && Boolean(last?.affectedRows);
  }

  #error(report: NativeKillReport | undefined): MySQLError {
    const error = cancelError(this.reason!, {
      sql: this.sql,
      report,
      fatal: !this.session.isOpen,
    });
    own.add(error);
    return error;
  }
}

/** The errors that say that work was cancelled. */
const own = new WeakSet<MySQLError>();

/** For whoever drops the work anyway: throws any other error. */
export function unlessCancelled(error: unknown): void {
  if (!own.has(error as MySQLError)) throw error;
}

function isOwn(ending: Ending<unknown>): boolean {
  return 'failure' in ending && own.has(ending.failure as MySQLError);
}

/** Errors about the data or the statement itself are not of a kill. */
function mayBeOfKill(failure: unknown): boolean {
  if (!(failure instanceof MySQLError)) return false;
  return ![DataError, IntegrityError, ProgrammingError].some((kind) => failure instanceof kind);
}

function valueOf<T>(ending: Ending<T>): T {
  if ('failure' in ending) throw ending.failure;
  return ending.value;
}

/**
 * A kill that was answered has marked the session as killed, maybe after its statement had ended: the
 * next statement, whatever it is, takes the mark away.
 */
function* absorbKill(session: Session): Operation<void> {
  try {
    yield* command(session, 'DO 0');
  } catch {
    // Interrupted: that is what it was for. A connection that is lost is closed.
  }
}
