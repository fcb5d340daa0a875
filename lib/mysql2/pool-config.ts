import { ConnectionConfig } from './connection-config';
import { withUri } from './connection-uri';
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
    const options = withUri(given);
    this.connectionConfig = new ConnectionConfig(options);
    this.waitForConnections = Boolean(options.waitForConnections ?? true);
    this.connectionLimit = Number(options.connectionLimit ?? DEFAULT_LIMIT);
    this.maxIdle = Number(options.maxIdle ?? this.connectionLimit);
    this.idleTimeout = Number(options.idleTimeout ?? DEFAULT_IDLE_TIMEOUT);
    this.queueLimit = Number(options.queueLimit ?? 0);
    this.resetOnRelease = Boolean(options.resetOnRelease);
  }
}
