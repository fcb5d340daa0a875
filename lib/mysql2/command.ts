import { EventEmitter } from 'node:events';
import type { Connection as Driver } from '../index';
import { type QueryError, toQueryError } from './query-error';
import { unavailable } from './unavailable';

/** Called once, with an error or with what the command gives. */
export type CommandCallback<T extends readonly unknown[]> = (
  error: QueryError | null,
  ...results: T
) => void;

/** What a connection does, one at a time. It emits 'error' when it has no callback, and always 'end'. */
export abstract class Command extends EventEmitter {
  /** Without one, what happens is emitted. */
  onResult: ((error: QueryError | null, ...results: never[]) => void) | undefined;
  /** The text of a statement. */
  sql: string | undefined;
  /** Told at the end, of the error if there was one, whoever else is. @internal */
  onSettled: ((error: Error | null) => void) | undefined;
  #ended = false;
  #isOver = false;

  /** Whether it was done or has failed, also before whoever asked has heard of it. @internal */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Whether the driver may be given it while the one before runs, and the next one while it does: it is done
   * when its answer has come, cannot be aborted, and does not change how texts are read.
   * @internal
   */
  get isPlain(): boolean {
    return false;
  }

  /** Has whoever keeps it in a queue told when it is to fail before its turn. @internal */
  whileWaiting(_giveUp: (error: Error) => void): void {}

  /** Throws: the connection begins a command when its turn comes. */
  start(): never {
    throw unavailable('start() of a command', 'give it to query() of a connection');
  }

  /** Throws: the client library reads the packets. */
  determinePacket(_firstByte: number, _parser: unknown): never {
    throw unavailable('determinePacket() of a command', 'the client library reads the packets');
  }

  /** Does it, and tells nobody of it until `before` is settled; what it throws fails the command. */
  protected abstract execute(driver: Driver, before?: Promise<unknown>): Promise<void>;

  /**
   * Does it on a connection whose turn it is.
   * @param before settles when the command before has told of its end
   * @returns the error that it failed with, if nobody was told of it
   * @internal
   */
  async run(driver: Driver, before?: Promise<unknown>): Promise<Error | undefined> {
    if (this.#isOver) return undefined;
    try {
      await this.execute(driver, before);
      this.end();
      return undefined;
    } catch (thrown) {
      if (before !== undefined) await before;
      const error = toQueryError(thrown, this.sql);
      return this.fail(error) ? undefined : error;
    }
  }

  /** Ends it with an error; false when nobody was told, since nobody listens. @internal */
  fail(error: Error): boolean {
    const { onResult } = this;
    const isTold = onResult !== undefined || this.listenerCount('error') > 0;
    this.#isOver = true;
    this.#settle(error);
    if (onResult !== undefined) process.nextTick(onResult, error);
    else if (isTold) process.nextTick(() => this.emit('error', error));
    process.nextTick(() => this.end());
    this.onResult = undefined;
    return isTold;
  }

  protected end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#isOver = true;
    this.#settle(null);
    try {
      this.emit('end');
    } catch (thrown) {
      // The program's, not the command's, which would fail after it was told that it had not.
      process.nextTick(() => {
        throw thrown;
      });
    }
  }

  #settle(error: Error | null): void {
    const { onSettled } = this;
    this.onSettled = undefined;
    onSettled?.(error);
  }
}

/** A command that gives nothing, or one thing. */
export class SimpleCommand<T> extends Command {
  readonly #work: (driver: Driver) => Promise<T>;

  constructor(work: (driver: Driver) => Promise<T>, callback?: CommandCallback<[T]>) {
    super();
    this.#work = work;
    this.onResult = callback;
  }

  protected async execute(driver: Driver): Promise<void> {
    const result = await this.#work(driver);
    const callback = this.onResult as ((error: null, result: T) => void) | undefined;
    if (callback !== undefined) process.nextTick(callback, null, result);
  }
}
