import { flavorAtLogin } from '../constants/error-table';
import { errorFromServer, type MySQLError, OperationalError } from '../errors';
import type { NativeError, NativeKillReport } from '../native/binding';

/** Why a call is ended before it is done. */
export type CancelReason =
  | { readonly kind: 'abort'; readonly cause: unknown }
  | { readonly kind: 'timeout'; readonly milliseconds: number };

/** What is known of the work that was ended. */
export interface CancelledWork {
  readonly sql: string | undefined;
  /** What the killer did; undefined when none was needed. */
  readonly report: NativeKillReport | undefined;
  /** Whether the connection is over. */
  readonly fatal: boolean;
}

/** The error of a call that was ended before it was done. */
export function cancelError(
  reason: CancelReason,
  { sql, report, fatal }: CancelledWork,
): OperationalError {
  const isAbort = reason.kind === 'abort';
  const cut = fatal && report?.cut === true;
  const why = cut ? whyCut(report.error) : undefined;
  const end = cut ? `, and its connection was cut: ${why?.message ?? NO_WAY}` : '';
  const error = new OperationalError(whatHappened(reason) + end, {
    code: isAbort ? 'ERR_MYSQLDB_ABORTED' : 'ERR_MYSQLDB_TIMEOUT',
    hint: cut ? HINT_CUT : undefined,
    sql,
    fatal,
    cause: isAbort ? reason.cause : why,
  });
  return nameAsNode(error, isAbort ? 'AbortError' : 'TimeoutError');
}

/** As Node's own errors are called, which is what callers look at. */
export function nameAsNode<T extends Error>(error: T, name: 'AbortError' | 'TimeoutError'): T {
  return Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
}

const NO_WAY = 'a second connection would not surely reach the same server';
const HINT_CUT =
  'The server could not be asked to end the statement, which may run on there: open a new connection.';

function whatHappened(reason: CancelReason): string {
  if (reason.kind === 'abort') return 'The statement was aborted';
  return `The statement was not done within ${reason.milliseconds} ms`;
}

function whyCut(error: NativeError | undefined): MySQLError | undefined {
  if (error === undefined) return undefined;
  return errorFromServer(error, { flavor: flavorAtLogin(error.errno), fatal: true });
}
