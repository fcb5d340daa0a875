import { ConnectionConfig } from './connection-config';
import type { PoolOptions } from './options';

const DEFAULT_LIMIT = 10;
const DEFAULT_IDLE_TIMEOUT = 60_000;

/** The options of a pool with their defaults. */
export class PoolConfig {
  /** The options of its connections. */
  readonly connectionConfig: ConnectionConfig;
  /** Whether requests wait. */
  readonly waitForConnections: boolean;
  /** Connections at most; 0 for any number. */
  readonly connectionLimit: number;
  /** Idle connections that are kept. */
  readonly maxIdle: number;
  /** Milliseconds. */
  readonly idleTimeout: number;
  /** Requests that may wait; 0 for any number. */
  readonly queueLimit: number;
  /** Whether sessions are reset when they come back. */
  readonly resetOnRelease: boolean;

  constructor(given: PoolOptions | string) {
    this.connectionConfig = new ConnectionConfig(given);
    const options = typeof given === 'string' ? queryOf(given) : given;
    this.waitForConnections = options.waitForConnections ?? true;
    this.connectionLimit = numberOr(options.connectionLimit, DEFAULT_LIMIT);
    this.maxIdle = numberOr(options.maxIdle, this.connectionLimit);
    this.idleTimeout = numberOr(options.idleTimeout, DEFAULT_IDLE_TIMEOUT);
    this.queueLimit = numberOr(options.queueLimit, 0);
    this.resetOnRelease = options.resetOnRelease ?? false;
  }
}

function numberOr(value: unknown, otherwise: number): number {
  const isNumber = value !== undefined && value !== null && !Number.isNaN(Number(value));
  return isNumber ? Number(value) : otherwise;
}

/** A pool's own options out of a URI's query. */
function queryOf(uri: string): PoolOptions {
  const entries = [...new URL(uri).searchParams].map(([name, value]) => [name, truth(value)]);
  return Object.fromEntries(entries) as PoolOptions;
}

const truth = (value: string): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
