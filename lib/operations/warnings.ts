import { MySQLError, Warning, type WarningRow } from '../errors';
import { SessionState } from '../rows/batch-layout';
import { showWarnings } from './administration';
import type { Operation } from './operation';
import type { Session } from './session';

/** A message of PEP 249's optional extensions: its class, and what it says. */
export type Message = readonly [kind: typeof Warning, value: WarningRow];

/** A cursor or a connection. */
export interface MessageOwner {
  readonly messages: Message[];
}

/**
 * The operation, and after it the round trip that fetches what the server warned of, where the
 * connection wants that: into `messages`, or onto the error.
 */
export function withWarnings<T>(
  session: Session,
  messages: Message[],
  operation: Operation<T>,
): Operation<T> {
  return session.options.fetchWarnings ? fetching(session, messages, operation) : operation;
}

function* fetching<T>(session: Session, messages: Message[], operation: Operation<T>) {
  try {
    const value: T = yield* operation;
    for (const row of yield* leftWarnings(session)) messages.push([Warning, row]);
    return value;
  } catch (error) {
    if (error instanceof MySQLError && error.errno !== undefined) {
      error.warnings ??= yield* leftWarnings(session, true);
    }
    throw error;
  }
}

/** Nothing can be asked while a result is unread. */
function* leftWarnings(session: Session, failed = false): Operation<WarningRow[]> {
  const may = session.state === SessionState.idle;
  // SHOW WARNINGS counts none itself, so an operation within one tells them once.
  return may && (failed || session.warningCount > 0) ? yield* showWarnings(session) : [];
}
