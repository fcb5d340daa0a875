import { EventEmitter } from 'node:events';

/** The longest that a timer of Node takes. */
const FOREVER = 2 ** 31 - 1;

/**
 * What programs look at of a connection's socket. It keeps the process alive while it is open, as a
 * socket does, unless it is told otherwise.
 */
export class SocketView extends EventEmitter {
  /** Whether the connection is over. */
  destroyed = false;
  readonly #keepAlive = setInterval(() => {}, FOREVER);
  readonly #close: () => void;

  /** @param close ends the connection */
  constructor(close: () => void) {
    super();
    this.#close = close;
  }

  /** Keeps the process alive. */
  ref(): this {
    this.#keepAlive.ref();
    return this;
  }

  /** Lets the process end. */
  unref(): this {
    this.#keepAlive.unref();
    return this;
  }

  /** Does nothing: the client library sets its socket up itself. */
  setKeepAlive(): this {
    return this;
  }

  /** As above. */
  setNoDelay(): this {
    return this;
  }

  /** Ends it after what it runs. */
  end(): this {
    this.#close();
    return this;
  }

  /** Cuts the connection at once. */
  destroy(): this {
    this.#close();
    return this;
  }

  /** The connection is over. @internal */
  closed(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    clearInterval(this.#keepAlive);
    this.emit('close');
  }
}
