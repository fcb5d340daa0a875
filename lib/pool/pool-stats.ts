/** What a pool is made of at a moment, and what it has done so far. */
export interface PoolStats {
  /** The option: connections at once, of primaries and replicas together. */
  readonly max: number;
  /** Open connections: used, idle and those that are being reset. */
  readonly total: number;
  /** Connections that callers hold. */
  readonly used: number;
  /** Connections that are free. */
  readonly idle: number;
  /** Connections that were given back and are being reset. */
  readonly resetting: number;
  /** Connections that are being closed: they take places until they are, but are not in `total`. */
  readonly closing: number;
  /** Connections that are being opened. */
  readonly connecting: number;
  /** Callers that wait. */
  readonly pending: number;
  /** Connections that were opened so far. */
  readonly connected: number;
  /** Connections that were closed or lost so far. */
  readonly removed: number;
  /** Times that a caller got a connection. */
  readonly acquired: number;
  /** Times that a caller gave up waiting. */
  readonly timedOut: number;
}

/** The sum of the stats of the parts of a pool. */
export function sumOf(parts: readonly PoolStats[]): PoolStats {
  const sum: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) sum[name] = (sum[name] ?? 0) + Number(value);
  }
  return Object.freeze(sum as unknown as PoolStats);
}
