import type { CancelOptions } from '../options/execute-options';
import { cancelWays } from '../options/check-cancel-options';
import type { Operation } from '../operations/operation';
import type { Session } from '../operations/session';
import { AsyncCanceller } from './async-canceller';
import { SyncCanceller } from './sync-canceller';

/**
 * The canceller of a call; undefined when its options name no way to cancel it.
 * @param owner whose stream it may leave: the cursor
 * @throws as `cancelWays`
 */
export function asyncCanceller(
  session: Session,
  owner: object,
  sql: string | undefined,
  options: CancelOptions | undefined,
): AsyncCanceller | undefined {
  const ways = cancelWays(options, 'loop');
  return ways && new AsyncCanceller(session, owner, sql, ways);
}

/** As above, for a sync connection. */
export function syncCanceller(
  session: Session,
  owner: object,
  sql: string | undefined,
  options: CancelOptions | undefined,
): SyncCanceller | undefined {
  const ways = cancelWays(options, 'inline');
  return ways && new SyncCanceller(session, owner, sql, ways.timeout);
}

/** What runs operations of a session: a connection. */
export interface CancelHost {
  run<T>(operation: Operation<T>, owner?: undefined, canceller?: AsyncCanceller): Promise<T>;
}

/** Runs a statement; its options may name ways to cancel it. */
export function runTold<T>(
  host: CancelHost,
  session: Session,
  sql: string,
  options: CancelOptions | undefined,
  operation: (canceller?: AsyncCanceller) => Operation<T>,
): Promise<T> {
  return options ? runCancellable(host, session, sql, options, operation) : host.run(operation());
}

async function runCancellable<T>(
  host: CancelHost,
  session: Session,
  sql: string,
  options: CancelOptions,
  operation: (canceller: AsyncCanceller | undefined) => Operation<T>,
): Promise<T> {
  const canceller = asyncCanceller(session, host, sql, options);
  return host.run(operation(canceller), undefined, canceller);
}
