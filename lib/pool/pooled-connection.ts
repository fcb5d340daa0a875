import { Connection, type ConnectionEvents } from '../connection';
import { serverAttributes, type TraceAttributes } from '../diagnostics/attributes';
import type { ChangeUserOptions } from '../options/execute-options';
import { isReleased } from './pool-errors';

type Listener = (...args: ConnectionEvents[keyof ConnectionEvents]) => void;

/**
 * A connection of a pool, until it is released: then it, its cursors and its statements take nothing
 * any more. `close()` and `await using` release it too.
 */
export class PooledConnection extends Connection {
  readonly #giveBack: (lease: PooledConnection) => void;
  readonly #listeners: (readonly [keyof ConnectionEvents, Listener])[] = [];
  #released = false;
  /** Whether something was done that no reset undoes. */
  #isChanged = false;

  /** Pooled connections are made by `pool.connection()`. @internal */
  constructor(of: Connection, giveBack: (lease: PooledConnection) => void) {
    super(of);
    this.#giveBack = giveBack;
    // What the server said to the caller before is nobody else's.
    this.session.info = undefined;
    this.session.warningCount = 0;
  }

  /** Whether it was given back. */
  get isReleased(): boolean {
    return this.#released;
  }

  override get isUsable(): boolean {
    return !this.#released && super.isUsable;
  }

  /**
   * Gives it back to the pool, without waiting for anything: an open transaction is rolled back and
   * the session is reset before someone else gets it.
   * @throws InterfaceError with the code ERR_MYSQLDB_RELEASED when it was released before
   */
  release(): void {
    if (this.#released) throw isReleased();
    this.#released = true;
    for (const [event, listener] of this.#listeners) super.off(event, listener);
    this.#giveBack(this);
  }

  /** As {@link release}; calling it again does nothing. */
  override async close(): Promise<void> {
    if (!this.#released) this.release();
  }

  /** Cuts the connection at once, and takes it out of the pool; does nothing after its release. */
  override destroy(): void {
    if (!this.#released) super.destroy();
  }

  override on<K extends keyof ConnectionEvents>(
    event: K,
    listener: (...args: ConnectionEvents[K]) => void,
  ): this {
    if (this.#released) throw isReleased();
    this.#listeners.push([event, listener]);
    return super.on(event, listener);
  }

  override changeUser(to?: ChangeUserOptions): Promise<void> {
    this.#isChanged ||= !this.#released;
    return super.changeUser(to);
  }

  override setMultiStatements(on: boolean): Promise<void> {
    this.#isChanged ||= !this.#released;
    return super.setMultiStatements(on);
  }

  /** Why it cannot go to the next caller when what was started on it has ended. @internal */
  get whyUnfinished(): 'unread rows' | 'unfinished transaction' | 'changed' | undefined {
    if (this.session.inTransactionCall) return 'unfinished transaction';
    if (this.session.streamOwner !== undefined) return 'unread rows';
    return this.#isChanged ? 'changed' : undefined;
  }

  /** What traces say of its server. @internal */
  get serverAttributes(): TraceAttributes {
    return serverAttributes(this.session);
  }

  /** Whether the server has refused a change, as a replica does. @internal */
  get wasRefusedAsReadOnly(): boolean {
    return this.session.refusedChange;
  }

  protected override mayBegin(): void {
    if (this.#released) throw isReleased();
    super.mayBegin();
  }
}
