import { EventEmitter } from 'node:events';

/** Which connection an event is about. */
export interface PoolConnectionInfo {
  /** The server's id of the connection. */
  readonly threadId: number;
}

/** A connection that was opened. */
export interface PoolOpened extends PoolConnectionInfo {
  /** How long that took, in milliseconds. */
  readonly took: number;
}

/** A connection that a caller got. */
export interface PoolLending extends PoolConnectionInfo {
  /** For how long the caller waited, in milliseconds. */
  readonly waited: number;
}

/** A connection that a caller gave back. */
export interface PoolReturn extends PoolConnectionInfo {
  /** For how long the caller had it, in milliseconds. */
  readonly heldFor: number;
}

/**
 * Why a pool let a connection go: 'lost' when it broke, or its holder destroyed it; 'changed' when its
 * holder made something else of it than a reset can undo, as by `changeUser`.
 */
export type RemoveReason =
  | 'idle'
  | 'lifetime'
  | 'lost'
  | 'read-only'
  | 'unread rows'
  | 'unfinished transaction'
  | 'changed'
  | 'reset failed'
  | 'pool closed';

/** A connection that the pool let go. */
export interface PoolRemoval extends PoolConnectionInfo {
  /** Why it did. */
  readonly reason: RemoveReason;
}

/** A connection that someone holds for longer than `leakTimeout`. */
export interface PoolLeak extends PoolConnectionInfo {
  /** For how long so far, in milliseconds. */
  readonly heldFor: number;
  /** The stack of the call that took it. */
  readonly stack: string;
}

/** Events of a pool. None is called 'error': a pool without listeners is never ended by one. */
export interface PoolEvents {
  /** A connection was opened. */
  connect: [PoolOpened];
  /** An attempt to connect failed; those who wait hear of it at `acquireTimeout`. */
  connectError: [error: unknown];
  /** A caller got a connection. */
  acquire: [PoolLending];
  /** A caller gave one back. */
  release: [PoolReturn];
  /** The pool let one go, for this reason. */
  remove: [PoolRemoval];
  /** A caller has to wait. */
  enqueue: [];
  /** Someone holds a connection for longer than `leakTimeout`; without a listener it is a process warning. */
  leak: [PoolLeak];
}

/** What a listener throws must not stop the pool in the middle of its work. */
export class PoolEmitter {
  readonly #emitter = new EventEmitter();

  on<K extends keyof PoolEvents>(event: K, listener: (...args: PoolEvents[K]) => void): void {
    this.#emitter.on(event, listener);
  }

  off<K extends keyof PoolEvents>(event: K, listener: (...args: PoolEvents[K]) => void): void {
    this.#emitter.off(event, listener);
  }

  emit<K extends keyof PoolEvents>(event: K, ...args: PoolEvents[K]): void {
    for (const listener of this.#emitter.listeners(event)) {
      try {
        (listener as (...args: unknown[]) => void)(...args);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }

  /** Tells a leak: somebody should hear of it in any case. */
  leak(leak: PoolLeak): void {
    if (this.#emitter.listenerCount('leak') > 0) {
      this.emit('leak', leak);
      return;
    }
    process.emitWarning(`Connection ${leak.threadId} of a pool is held for ${leak.heldFor} ms`, {
      type: 'MySQLPoolLeak',
      detail: leak.stack,
    });
  }
}
