import type { Operation } from '../operations/operation';

/** How a connection waits: on the calling thread, or by promises. */
export type Waiting = 'sync' | 'async';

/** What a call gives that has to wait for the server. */
export type Reply<W extends Waiting, T> = W extends 'sync' ? T : Promise<T>;

/** Runs an operation in the connection's own way of waiting. */
export type Run<W extends Waiting> = <T>(operation: Operation<T>) => Reply<W, T>;
