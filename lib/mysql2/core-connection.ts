import { Fifo } from '../fifo';
import { connect, type Connection as Driver } from '../index';
import type { Command } from './command';
import { connectOptionsOf } from './connect-options';
import type { ConnectionConfig } from './connection-config';
import { Gate } from './gate';
import { connectionLost, type QueryError, queryError, toConnectError } from './query-error';
import { ServerSide } from './server-side';
import { SocketView } from './socket-view';
import { traceConnect } from './trace';

/** What is known of the server when it has let the client in. */
export interface Handshake {
  /** 10. */
  readonly protocolVersion: number;
  /** As `SELECT VERSION()`. */
  readonly serverVersion: string;
  /** The server's id of the connection. */
  readonly connectionId: number;
}

/** How far a connection is; mysql2's types also have 'connected', which does not come. */
export type ConnectionState =
  'disconnected' | 'protocol_handshake' | 'connected' | 'authenticated' | 'error';

/** Called when a connection is made, or was not. */
export type ConnectCallback = (error: QueryError | null, connected?: unknown) => void;

/**
 * A connection that is made in the background, and does one command after another, in the order in
 * which they came. It emits 'connect' once, 'error' when it is lost and no command was told, and 'end'.
 */
export abstract class CoreConnection extends ServerSide {
  /** The options with their defaults. */
  readonly config: ConnectionConfig;
  /** What is known of its socket. */
  readonly stream: SocketView;
  /** The server's id of the connection; null before there is one, though mysql2's types say number. */
  threadId: number = null as unknown as number;
  /** Whether the server has let the client in. */
  authorized = false;
  /** What ended the connection; read by pools before they give it out. */
  _fatalError: Error | null = null;
  /** The same for a server that closed it. */
  _protocolError: Error | null = null;
  /** It was ended, or is being so. */
  _closing = false;
  /** What the server greeted with. */
  _handshakePacket: Handshake | null = null;
  /** Set while it belongs to a pool. */
  _pool: unknown = null;
  protected readonly gate = new Gate();
  #driver: Driver | undefined;
  readonly #queue = new Fifo<Command>();
  /** What the driver was given: the command that runs, and at most one behind it. */
  #given: Command[] = [];
  /** Settles when the last of these has told its caller. */
  #told: Promise<unknown> | undefined;
  /** Whether the last of them waits for `resume` before it begins. */
  #isHeld = false;
  /** Who called `connect` before it was connected. */
  #waiting: ConnectCallback[] = [];
  #takesCommands = true;
  #hasEnded = false;

  constructor(config: ConnectionConfig) {
    super();
    this.config = config;
    this.stream = new SocketView(() => this.close());
    const options = connectOptionsOf(config);
    traceConnect(config, () => connect(options)).then(
      (driver) => process.nextTick(() => this.#opened(driver)),
      (error: unknown) => process.nextTick(() => this.#notOpened(error)),
    );
  }

  /** 'error', 'disconnected', 'authenticated' or 'protocol_handshake'. */
  get state(): ConnectionState {
    if (this._fatalError ?? this._protocolError) return 'error';
    if (this._closing || this.stream.destroyed) return 'disconnected';
    return this.authorized ? 'authenticated' : 'protocol_handshake';
  }

  /** What ended the connection. */
  get fatalError(): Error | null {
    return this._fatalError;
  }

  /** The session's SQL mode as far as it is known. */
  protected get sqlMode(): string | undefined {
    return this.#driver?.sqlMode;
  }

  /**
   * Calls back when the connection is made, or at once when it is. Without a callback it does nothing:
   * a connection begins to be made when it is created.
   */
  connect(callback?: ConnectCallback): void {
    if (callback === undefined) return;
    const error = this._fatalError ?? this._protocolError;
    if (error !== null) return callback(error as QueryError);
    if (this._handshakePacket !== null) return callback(null, this);
    if (this.#hasEnded) return callback(connectionLost());
    this.#waiting.push(callback);
  }

  /** Does a command when those before it are done. */
  addCommand<T extends Command>(command: T): T {
    if (!this.#takesCommands) {
      const error = closedError();
      if (!command.fail(error)) this.emit('error', error);
      return command;
    }
    this.#queue.add(command);
    command.whileWaiting((error) => this.#giveUp(command, error));
    this.#next();
    return command;
  }

  /** Holds rows back, and commands that have not begun. */
  pause(): void {
    this.gate.pause();
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    this.gate.resume();
  }

  /** Cuts the connection at once; a command that runs or waits fails. */
  destroy(): void {
    this.close();
  }

  /** As {@link destroy}. */
  close(): void {
    if (this.#hasEnded) return;
    this._closing = true;
    this.#takesCommands = false;
    this.gate.resume();
    this.#driver?.destroy();
    this.#failAll(connectionLost());
    this.#end();
  }

  /** Takes no command from here on. */
  protected stopTaking(): void {
    this.#takesCommands = false;
  }

  /** The work of the command that ends a connection in peace. */
  protected async quit(driver: Driver): Promise<void> {
    this._closing = true;
    await driver.close();
    this.#end();
  }

  #opened(driver: Driver): void {
    if (this._closing) return driver.destroy();
    this.#driver = driver;
    this.threadId = driver.threadId;
    this.authorized = true;
    this._handshakePacket = {
      protocolVersion: driver.protocolVersion,
      serverVersion: driver.serverVersion,
      connectionId: driver.threadId,
    };
    driver.on('end', () => {
      // A command that runs meanwhile fails by itself, with the reason; so does one that pause() holds back.
      if (this.#given.length === 0) process.nextTick(() => this.#lost(false));
      else if (this.#isHeld) this.gate.resume();
    });
    // Not an event of `run`: what a listener throws is the program's, not the connection's.
    process.nextTick(() => this.#next());
    for (const callback of this.#waiting.splice(0)) {
      process.nextTick(callback, null, this._handshakePacket);
    }
    this.emit('connect', this._handshakePacket);
  }

  #notOpened(cause: unknown): void {
    if (this.#hasEnded) return;
    const error = toConnectError(cause, this.config);
    this._fatalError = error;
    this._closing = true;
    this.#takesCommands = false;
    const isWaitedFor = this.#queue.size + this.#waiting.length > 0;
    const allTold = this.#failAll(error);
    this.#end();
    if (!isWaitedFor || !allTold || this._pool !== null) this.emit('error', error);
  }

  /** Whether the server has closed it, also where a busy event loop has not heard of that. @internal */
  get _isLeft(): boolean {
    return this.#driver?.isLeft === true;
  }

  /** Takes a command out before its turn. */
  #giveUp(command: Command, error: Error): void {
    this.#queue.remove(command);
    if (!command.fail(error)) this.emit('error', error);
  }

  #next(): void {
    const command = this.#queue.first;
    if (this.#driver === undefined || command === undefined || !this.#mayGive(command)) return;
    this.#queue.take();
    this.#given.push(command);
    void this.#run(command, this.#driver);
  }

  /** With the next statement at hand, the driver sends it as soon as the answer to the one before has come. */
  #mayGive(command: Command): boolean {
    const [running, behind] = this.#given;
    if (running === undefined) return true;
    return behind === undefined && !this.#isHeld && running.isPlain && command.isPlain;
  }

  async #run(command: Command, driver: Driver): Promise<void> {
    this.#isHeld = driver.isUsable && this.gate.opened !== undefined;
    if (this.#isHeld) await this.gate.opened;
    this.#isHeld = false;
    const before = this.#given.length > 1 ? this.#told : undefined;
    const running = command.run(driver, before);
    this.#told = running;
    this.#next();
    const untold = await running;
    if (untold !== undefined && driver.isUsable) process.nextTick(() => this.emit('error', untold));
    this.#given.shift();
    if (driver.isUsable) this.#next();
    else if (!this.#hasEnded) process.nextTick(() => this.#lost(untold === undefined));
  }

  /** The server has hung up. @param told whether a command's caller knows it already */
  #lost(told: boolean): void {
    if (this.#hasEnded) return;
    this.#takesCommands = false;
    if (this._closing) return this.#end();
    const error = connectionLost();
    this._protocolError = error;
    const allTold = this.#failAll(error);
    this.#end();
    this._closing = true;
    if (!told || !allTold || this._pool !== null) this.emit('error', error);
  }

  /** Fails who waits for the connection, and the commands that do; false when one had nobody to tell. */
  #failAll(error: Error): boolean {
    const waiting = this.#waiting.splice(0);
    for (const callback of waiting) process.nextTick(callback, error);
    return this.#queue
      .takeAll()
      .map((command) => command.fail(error))
      .every(Boolean);
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.stream.closed();
    this.emit('end');
  }
}

const closedError = (): Error =>
  queryError("Can't add new command when connection is in closed state", {
    code: 'ERR_MYSQLDB_CLOSED',
    fatal: true,
  });
