import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { Command } from './command';
import type { ConnectionConfig } from './connection-config';

/** Which server it is about. */
export interface PoolConnectTraceContext {
  /** '' when there is none. */
  readonly database: string;
  /** A host, or a unix socket's path without a port. */
  readonly serverAddress: string;
  /** Undefined for a unix socket. */
  readonly serverPort: number | undefined;
}

/** What subscribers of `mysql2:connect` are told. */
export interface ConnectTraceContext extends PoolConnectTraceContext {
  /** '' when there is none. */
  readonly user: string;
}

/** What subscribers of `mysql2:query` and `mysql2:execute` are told; no values, and no text that has them in it. */
export interface StatementTraceContext extends PoolConnectTraceContext {
  /** The statement as it was given. */
  readonly query: string;
}

type TraceContext = PoolConnectTraceContext & Partial<ConnectTraceContext & StatementTraceContext>;

type Channel = TracingChannel<unknown, TraceContext>;

const CHANNELS = {
  connect: tracingChannel<unknown, TraceContext>('mysql2:connect'),
  query: tracingChannel<unknown, TraceContext>('mysql2:query'),
  execute: tracingChannel<unknown, TraceContext>('mysql2:execute'),
  'pool:connect': tracingChannel<unknown, TraceContext>('mysql2:pool:connect'),
} satisfies Record<string, Channel>;

/** Asked for each statement. */
const isWatched = ({ start, end, asyncStart, asyncEnd, error }: Channel): boolean =>
  start.hasSubscribers ||
  end.hasSubscribers ||
  asyncStart.hasSubscribers ||
  asyncEnd.hasSubscribers ||
  error.hasSubscribers;

function placeOf({ socketPath, host, port, database }: ConnectionConfig): PoolConnectTraceContext {
  const server = socketPath
    ? { serverAddress: socketPath, serverPort: undefined }
    : { serverAddress: host, serverPort: port };
  return { database: database ?? '', ...server };
}

/** Begins a statement; tells of it from here, where it waits for its turn, to its end. */
export function traceStatement<T extends Command>(
  channel: 'query' | 'execute',
  config: ConnectionConfig,
  query: string,
  command: T,
  begin: () => T,
): T {
  const of = CHANNELS[channel];
  if (!isWatched(of)) return begin();
  const traced = (done: (error: Error | null) => void): T => {
    command.onSettled = done;
    return begin();
  };
  return of.traceCallback(traced, 0, { ...placeOf(config), query }, undefined, () => {});
}

/** Makes a connection, and tells of it. */
export function traceConnect<T>(config: ConnectionConfig, begin: () => Promise<T>): Promise<T> {
  const of = CHANNELS.connect;
  if (!isWatched(of)) return begin();
  return of.tracePromise(begin, { ...placeOf(config), user: config.user ?? '' });
}

/** Gets a connection of a pool, and tells how long that takes. */
export function tracePoolConnect<Callback extends (error: Error | null, ...given: never[]) => void>(
  config: ConnectionConfig,
  begin: (callback: Callback) => void,
  callback: Callback,
): void {
  const of = CHANNELS['pool:connect'];
  if (isWatched(of)) of.traceCallback(begin, 0, placeOf(config), undefined, callback);
  else begin(callback);
}
