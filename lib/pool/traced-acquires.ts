import { serverAttributes, type TraceAttributes } from '../diagnostics/attributes';
import { poolAcquireChannel } from '../diagnostics/channels';
import { isWatched, Trace } from '../diagnostics/trace';
import type { ResolvedOptions } from '../options/connect-options';
import type { PooledConnection } from './pooled-connection';

/** A trace for the wait for a connection; undefined when nobody listens. */
export function traceAcquire(options: ResolvedOptions): Trace | undefined {
  if (!isWatched(poolAcquireChannel)) return undefined;
  const unconnected = { options, flavor: undefined, target: undefined, database: undefined };
  const attributes = serverAttributes(unconnected);
  const name = { 'db.client.connection.pool.name': poolName(attributes) };
  return new Trace(poolAcquireChannel, { ...attributes, ...name });
}

/** Which of the servers it leads to. */
export function finishAcquire(
  attributes: TraceAttributes,
  lease: PooledConnection | undefined,
): void {
  if (lease !== undefined) Object.assign(attributes, lease.serverAttributes);
}

/** Of the form that OpenTelemetry recommends for a pool without a name. */
function poolName(attributes: TraceAttributes): string {
  const { 'server.address': address, 'server.port': port, 'db.namespace': database } = attributes;
  const place = port === undefined ? address : `${address}:${port}`;
  return database === undefined ? String(place) : `${place}/${database}`;
}
