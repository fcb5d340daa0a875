import { Connection } from '../connection';
import { NOT_REACHED } from '../constants/error-table';
import { ER } from '../constants/server-errors';
import { MySQLError } from '../errors';
import type { ConnectOptions } from '../options/connect-options';
import type { HostOptions } from '../options/server-options';
import type { Balance } from './pool-options';

/**
 * A server that could not be reached is tried after the others for so long, and twice as long each further
 * time: one that does not answer at all costs `connectTimeout`.
 */
const AVOID_UNREACHED = 1_000;
/** The longest; one that takes no changes may become a primary again, but not soon. */
const AVOID_LONGEST = 30_000;
const EVICT_AGAIN = 1_000;

/** One of a pool's servers, and what is known of it. */
export class PoolHost {
  readonly #options: ConnectOptions;
  readonly #announcing: boolean;
  #unreachedUntil = 0;
  #unreachedFor = AVOID_UNREACHED;
  #readOnlyUntil = 0;
  #evictedAt = -Infinity;
  /** Connections of an earlier one are not to be used any more. */
  #epoch = 0;

  /** @param announcing whether its sessions have changes announced */
  constructor(
    connectOptions: ConnectOptions,
    host: string | HostOptions | undefined,
    announcing: boolean,
  ) {
    this.#announcing = announcing;
    this.#options = host === undefined ? connectOptions : { ...connectOptions, hosts: [host] };
  }

  /** Until then other servers are tried before it. */
  get avoidedUntil(): number {
    return Math.max(this.#unreachedUntil, this.#readOnlyUntil);
  }

  get epoch(): number {
    return this.#epoch;
  }

  async open(): Promise<Connection> {
    try {
      const connection = await Connection.open(this.#options, this.#announcing);
      this.#unreachedUntil = 0;
      this.#unreachedFor = AVOID_UNREACHED;
      return connection;
    } catch (error) {
      if (mayTryAnother(error)) this.#couldNotBeReached();
      throw error;
    }
  }

  #couldNotBeReached(): void {
    const now = performance.now();
    if (now < this.#unreachedUntil) return; // attempts of one moment are one
    this.#unreachedUntil = now + this.#unreachedFor;
    this.#unreachedFor = Math.min(this.#unreachedFor * 2, AVOID_LONGEST);
  }

  /** It has refused a change: its connections are of no use to those who change things. */
  refusedChange(): void {
    const now = performance.now();
    this.#readOnlyUntil = now + AVOID_LONGEST;
    // New connections may lead to the same server: not all are to be opened anew for each refusal.
    if (now - this.#evictedAt < EVICT_AGAIN) return;
    this.#evictedAt = now;
    this.#epoch++;
  }
}

/** A connection, and where it leads. */
export interface Opened {
  readonly connection: Connection;
  readonly host: PoolHost;
}

/** Servers of one role, in the order in which they are to be tried. */
export class PoolHosts {
  readonly #hosts: readonly PoolHost[];
  readonly #balance: Balance;
  /** Tried when none of the others can be reached: primaries, for those who only read. */
  readonly #lastResort: PoolHosts | undefined;
  #turn = 0;

  constructor(hosts: readonly PoolHost[], balance: Balance, lastResort?: PoolHosts) {
    this.#hosts = hosts;
    this.#balance = balance;
    this.#lastResort = lastResort;
  }

  /**
   * A connection to the first of the servers that can be reached.
   * @throws the last one's error when none can, with all of them as its cause
   */
  async open(): Promise<Opened> {
    const failures: unknown[] = [];
    for (const host of this.order()) {
      try {
        return { connection: await host.open(), host };
      } catch (error) {
        failures.push(error);
        if (!mayTryAnother(error)) throw error;
      }
    }
    throw failures.length === 1 ? failures[0] : noneReached(failures);
  }

  private order(): readonly PoolHost[] {
    const ordered = this.#balanced();
    const now = performance.now();
    const good = ordered.filter((host) => host.avoidedUntil <= now);
    const avoided = ordered.filter((host) => host.avoidedUntil > now);
    // The one that has failed longest ago may have become a primary meanwhile.
    avoided.sort((one, other) => one.avoidedUntil - other.avoidedUntil);
    return [...good, ...avoided, ...(this.#lastResort?.order() ?? [])];
  }

  #balanced(): readonly PoolHost[] {
    const hosts = this.#hosts;
    if (this.#balance === 'failover' || hosts.length === 1) return hosts;
    const first =
      this.#balance === 'random'
        ? Math.floor(Math.random() * hosts.length)
        : this.#turn++ % hosts.length;
    return [...hosts.slice(first), ...hosts.slice(0, first)];
  }
}

/** Whether another server, or the same one a moment later, may do better; not after a refused password. */
export function mayTryAnother(error: unknown): boolean {
  if (!(error instanceof MySQLError)) return false;
  const { errno = 0 } = error;
  return NOT_REACHED.has(errno) || errno === ER.USER_LIMIT_REACHED;
}

function noneReached(failures: readonly unknown[]): unknown {
  const last = failures.at(-1);
  if (!(last instanceof MySQLError)) return last;
  const { errno, code, sqlState, sqlMessage, hint, retryable } = last;
  return new (last.constructor as typeof MySQLError)(
    `${last.message} (the last of ${failures.length} servers that were tried)`,
    {
      ...{ errno, code, sqlState, sqlMessage, hint, retryable },
      fatal: true,
      cause: new AggregateError(failures, 'None of the servers could be reached'),
    },
  );
}
