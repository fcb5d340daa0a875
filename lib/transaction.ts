import type { Connection } from './connection';
import { runAsync, type TurnRunner } from './operations/operation';
import type { TransactionLevel } from './operations/transaction-level';

/** What the function of `transaction()` works with. */
export type Transaction = Omit<
  Connection,
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'autocommit'
  | 'reset'
  | 'changeUser'
  | 'close'
  | 'run'
  | typeof Symbol.asyncDispose
>;

/** One attempt of an async connection's transaction. */
export async function attemptTransaction<T>(
  level: TransactionLevel,
  beginning: TurnRunner,
  ending: TurnRunner,
  use: () => T | PromiseLike<T>,
): Promise<T> {
  try {
    await runAsync(beginning, level.begin());
    let value: T;
    try {
      value = await use();
    } catch (error) {
      level.end();
      // When the connection is over there is nothing to undo, and nothing else to say.
      await runAsync(ending, level.rollback()).catch(() => {});
      throw error;
    }
    level.end();
    await runAsync(ending, level.commit());
    return value;
  } finally {
    level.leave();
  }
}
