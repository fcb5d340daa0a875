import { tracingChannel } from 'node:diagnostics_channel';
import { type Channel, isWatched } from './trace';

/** What mysql2 tells on its channels, in its version 3.24. */
export interface Mysql2TraceContext {
  /** The statement; of `query` with the values in it, as mysql2 has it. */
  readonly query?: string;
  readonly values?: unknown;
  /** Of `connect`; '' when there is none. */
  readonly user?: string;
  /** '' when there is none. */
  readonly database: string;
  /** A host, or a unix socket's path without a port. */
  readonly serverAddress: string;
  readonly serverPort: number | undefined;
}

/** As Node calls back. */
export type Mysql2Callback = (error: unknown, ...results: never[]) => void;

const CHANNELS = {
  connect: tracingChannel('mysql2:connect'),
  query: tracingChannel('mysql2:query'),
  execute: tracingChannel('mysql2:execute'),
  'pool:connect': tracingChannel('mysql2:pool:connect'),
} satisfies Record<string, Channel>;

/**
 * Begins what ends by a callback, and tells mysql2's subscribers of it, by the events of Node's
 * `traceCallback`.
 * @param context is asked for only when somebody listens
 * @param begin gets the callback, or one that ends the trace before it
 */
export function traceMysql2<T>(
  channel: keyof typeof CHANNELS,
  context: () => Mysql2TraceContext,
  begin: (callback: Mysql2Callback) => T,
  callback: Mysql2Callback,
): T {
  const of = CHANNELS[channel];
  if (!isWatched(of)) return begin(callback);
  return of.traceCallback<undefined, [Mysql2Callback], T>(begin, 0, context(), undefined, callback);
}
