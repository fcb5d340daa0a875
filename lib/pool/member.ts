import type { Opened } from './pool-hosts';
import { FreshState } from './fresh-state';
import type { ResolvedPoolOptions } from './pool-options';

/** A connection of a pool's, and what the pool knows of it. */
export interface Member extends Opened {
  /** The `epoch` of its host when it was opened. */
  readonly epoch: number;
  readonly expiresAt: number;
  readonly fresh: FreshState;
  state: 'idle' | 'used' | 'resetting' | 'gone';
  /** When it came into that state. */
  since: number;
  /** When the server was asked to reset it, while it is. */
  askedAt: number;
  leakTimer: NodeJS.Timeout | undefined;
}

/** How much earlier than `maxLifetime` a connection may be closed, as a part of it. */
const JITTER = 0.1;

/** One that was just opened. */
export function newMember(
  { connection, host }: Opened,
  { maxLifetime, resetOnRelease }: ResolvedPoolOptions,
): Member {
  const lifetime = maxLifetime > 0 ? maxLifetime * (1 - JITTER * Math.random()) : Infinity;
  const now = performance.now();
  return {
    ...{ connection, host, epoch: host.epoch, expiresAt: now + lifetime },
    ...{ fresh: new FreshState(connection, resetOnRelease), state: 'used', since: now },
    ...{ askedAt: Infinity, leakTimer: undefined },
  };
}

/** Puts it into a state. */
export function enter(member: Member, state: Member['state']): void {
  member.state = state;
  member.since = performance.now();
}
