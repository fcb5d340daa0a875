import type { TracingChannel } from 'node:diagnostics_channel';
import { MySQLError } from '../errors';
import { errorAttributes, type TraceAttributes } from './attributes';

/** What the subscribers of a tracing channel get: one object for all events of a call. */
export interface TraceContext {
  /**
   * What is known of the call, by OpenTelemetry's names; with the end come the number of rows, or the
   * error's type. https://opentelemetry.io/docs/specs/semconv/db/database-spans/
   */
  readonly attributes: TraceAttributes;
  /** Whether it is a sync connection's: then the call is over at `end`, and there is no `asyncEnd`. */
  readonly isSync: boolean;
  /** What the call failed with, as the caller gets it. */
  error?: unknown;
}

export type Channel = TracingChannel<object, object>;

/** Adds what is known at the end; without a value when the call failed. */
export type Finish<T> = (attributes: TraceAttributes, value: T | undefined) => void;

/** Whether anybody listens to any of its events. */
export function isWatched({ start, end, asyncStart, asyncEnd, error }: Channel): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers ||
    asyncStart.hasSubscribers
  );
}

/**
 * One call that somebody listens to. Its events are those of Node's own `traceSync` and `tracePromise`,
 * but for the result, which may be as secret as parameters. Those await nothing, so that the caller's
 * lines would be lost from the stacks of errors.
 */
export class Trace {
  readonly #channel: Channel;
  readonly #context: { -readonly [K in keyof TraceContext]: TraceContext[K] };

  constructor(channel: Channel, attributes: TraceAttributes) {
    this.#channel = channel;
    this.#context = { attributes, isSync: false };
  }

  /** A call that returns when it is done. */
  sync<T>(work: () => T, finish?: Finish<T>): T {
    const { start, end } = this.#channel;
    this.#context.isSync = true;
    try {
      const value = start.runStores<T>(this.#context, work);
      finish?.(this.#context.attributes, value);
      return value;
    } catch (error) {
      throw this.#fail(atCaller(error, this.sync), finish);
    } finally {
      end.publish(this.#context);
    }
  }

  /** A call that returns a promise. */
  async promise<T>(work: () => PromiseLike<T>, finish?: Finish<T>): Promise<T> {
    const { asyncStart, asyncEnd } = this.#channel;
    try {
      const value = await this.#begin(work);
      finish?.(this.#context.attributes, value);
      return value;
    } catch (error) {
      throw this.#fail(atCaller(error, this.promise), finish);
    } finally {
      asyncStart.publish(this.#context);
      asyncEnd.publish(this.#context);
    }
  }

  /** Steps that are taken as somebody else waits for them, at once or not. */
  *steps<Step, T, Answer>(
    work: Generator<Step, T, Answer>,
    isSync: boolean,
  ): Generator<Step, T, Answer> {
    this.#context.isSync = isSync;
    if (isSync) this.#channel.start.runStores(this.#context, nothing);
    else this.#begin(nothing);
    const { asyncStart, asyncEnd, end } = this.#channel;
    try {
      return yield* work;
    } catch (error) {
      throw this.#fail(error);
    } finally {
      for (const channel of isSync ? [end] : [asyncStart, asyncEnd]) channel.publish(this.#context);
    }
  }

  #begin<T>(work: () => T): T {
    const { start, end } = this.#channel;
    try {
      return start.runStores<T>(this.#context, work);
    } finally {
      end.publish(this.#context);
    }
  }

  #fail<T>(error: unknown, finish?: Finish<T>): unknown {
    const { attributes } = this.#context;
    finish?.(attributes, undefined);
    Object.assign(attributes, errorAttributes(error));
    this.#context.error = error;
    this.#channel.error.publish(this.#context);
    return error;
  }
}

function nothing(): void {}

/**
 * Our own frames and Node's leave no room for the caller's among those that V8 keeps. Of a call that fails
 * at once V8 may not know yet who waits, and has no lines at all: then those that there are stay.
 */
function atCaller(error: unknown, call: (...args: never[]) => unknown): unknown {
  if (!(error instanceof MySQLError)) return error;
  const { stack } = error;
  Error.captureStackTrace(error, call);
  if (stack !== undefined && !LINE.test(error.stack ?? '')) error.stack = stack;
  return error;
}

const LINE = /\n +at /;
