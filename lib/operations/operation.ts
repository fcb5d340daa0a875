import { MySQLError } from '../errors';
import type { NativeError, NativeSession } from '../native/binding';
import type { SessionState } from '../rows/batch-layout';
import type { ResultShape } from '../rows/result-shape';

/** A piece of work for the native session; it reports by one {@link Outcome}. */
export type Command = (native: NativeSession) => void;

/** How a command ended. Rows went to the channel's sink before. */
export interface Outcome {
  /** Whether the server or the client library refused; nothing else counts then, but `state`. */
  readonly error: NativeError | undefined;
  /** What JavaScript threw while it decoded rows: the rows from there on are lost. */
  readonly failure: unknown;
  readonly state: SessionState;
  /** The result's columns, undefined for a statement without a result set. */
  readonly shape: ResultShape | undefined;
  /** Rows changed, inserted or deleted. */
  readonly affectedRows: number | bigint;
  /** The first AUTO_INCREMENT value that the statement made, 0 when none. */
  readonly insertId: number | bigint;
  readonly warningCount: number;
  readonly serverStatus: number;
  /** Values that a statement takes that was prepared. */
  readonly paramCount: number;
  /** What the server said in words: of the statement, or its statistics. */
  readonly text: string | undefined;
}

/** What an operation waits for that is no command: {@link pause}. */
export class Pause {
  readonly settled: Promise<void>;

  constructor(settled: Promise<void>) {
    this.settled = settled;
  }
}

/**
 * An action, written once: it yields commands and gets their outcomes. Sync and async connections
 * differ only in how they wait between the two ({@link runSync}, {@link runAsync}).
 */
export type Operation<T> = Generator<Command | Pause, T, Outcome>;

/**
 * Waits for a promise of the caller's; only an async connection can. Undefined when the connection came
 * to its end meanwhile.
 */
export function* pause<T>(promise: PromiseLike<T>): Operation<T | undefined> {
  let end: (() => T) | undefined;
  const settled = promise.then(
    (value) => void (end = () => value),
    (error: unknown) => {
      end = () => {
        throw error;
      };
    },
  );
  yield new Pause(Promise.resolve(settled));
  return end?.();
}

/** The operation of what cannot be done: it fails when it is run, not when it is made. */
export function* refuse(error: unknown): Operation<never> {
  throw error;
}

/** What runs commands. */
export interface CommandRunner {
  /** Runs a command; the outcome is there at once when no wait was needed. */
  submit(command: Command): Outcome | Promise<Outcome>;
}

/** Runs an operation on a session that waits on the calling thread. */
export function runSync<T>(runner: CommandRunner, operation: Operation<T>): T {
  try {
    let step = operation.next();
    while (!step.done) step = operation.next(runner.submit(step.value as Command) as Outcome);
    return step.value;
  } catch (error) {
    throw atCaller(error, runSync);
  }
}

/** What runs operations one after another. */
export interface TurnRunner extends CommandRunner {
  /**
   * Undefined when an operation may run at once, else a promise of its turn.
   * @param owner the cursor that asks
   * @throws when it may not run at all
   */
  enter(owner: object | undefined): Promise<void> | undefined;
  /** Throws when an operation whose turn has come may not run any more. */
  check(owner: object | undefined): void;
  /** Resolves as the promise does, or when the connection comes to its end; without it as the promise. */
  pause?(settled: Promise<void>): Promise<void>;
  leave(): void;
}

/**
 * Runs an operation on a session that waits in the event loop, when it is its turn. It is one async
 * function, and errors are made after its await, so that V8 adds the caller's lines to their stack.
 */
export async function runAsync<T>(
  runner: TurnRunner,
  operation: Operation<T>,
  owner?: object,
): Promise<T> {
  let entered = false;
  try {
    const turn = runner.enter(owner);
    entered = true;
    if (turn !== undefined) {
      await turn;
      runner.check(owner);
    }
    let step = operation.next();
    while (!step.done) {
      if (step.value instanceof Pause) {
        await (runner.pause?.(step.value.settled) ?? step.value.settled);
        step = operation.next(undefined as never);
        continue;
      }
      const outcome = runner.submit(step.value);
      step = operation.next(outcome instanceof Promise ? await outcome : outcome);
    }
    return step.value;
  } catch (error) {
    throw atCaller(error, runAsync);
  } finally {
    if (entered) runner.leave();
  }
}

/** Leaves our own frames out of the stack: the ten that V8 keeps are for the caller's. */
export function atCaller(error: unknown, runner: (...args: never[]) => unknown): unknown {
  if (error instanceof MySQLError) Error.captureStackTrace(error, runner);
  return error;
}
