/** Functions for `transaction()` that are written once for sync and async connections. */
import type { Transaction } from '../../lib';
import type { Api } from './apis';

type Steps<T> = (tx: Transaction) => Generator<unknown, T, never>;

/**
 * The function of a generator that yields what it would await: a sync connection's values come back at
 * once, since its function must not be async.
 */
export function steps<T>(api: Api, body: Steps<T>): (tx: Transaction) => Promise<T> {
  if (api.name.startsWith('async')) return (tx) => inTurn(body(tx));
  return (tx) => atOnce(body(tx)) as Promise<T>;
}

async function inTurn<T>(work: Generator<unknown, T, never>): Promise<T> {
  let step = work.next();
  while (!step.done) {
    try {
      step = work.next((await step.value) as never);
    } catch (error) {
      step = work.throw(error);
    }
  }
  return step.value;
}

function atOnce<T>(work: Generator<unknown, T, never>): unknown {
  let step = work.next();
  while (!step.done) step = work.next(step.value as never);
  return step.value;
}
