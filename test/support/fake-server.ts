/**
 * A server that speaks just enough of the protocol to break it on purpose.
 * https://mariadb.com/kb/en/clientserver-protocol/
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import type { ConnectOptions } from '../../lib';

export const FIELD = { long: 3, longlong: 8, varString: 253 } as const;

const SALT = Buffer.from('abcdefgh12345678ijkl');
/** LONG_PASSWORD, LONG_FLAG, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, … */
export const CAPABILITIES = 0x000f_a20d | 0x0008_0000;
const AUTOCOMMIT = 2;

/** One client that has connected. */
export class Peer {
  readonly socket: Socket;
  /** All that it has sent. */
  received = Buffer.alloc(0);
  #read = 0;
  #more: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {}); // clients leave as they like
    socket.on('close', () => this.#more());
    socket.on('data', (data) => {
      this.received = Buffer.concat([this.received, data]);
      this.#more();
    });
  }

  /** Bytes that have come behind the last packet that was taken. */
  get unread(): number {
    return this.received.length - this.#read;
  }

  /** Sends payloads as packets with ascending sequence numbers. */
  send(sequence: number, ...payloads: Buffer[]): void {
    this.socket.write(Buffer.concat(payloads.map((data, i) => packet(sequence + i, data))));
  }

  /** The payload of the client's next packet, undefined when it has left. */
  async packet(): Promise<Buffer | undefined> {
    const length = await this.#take(4);
    return length && this.#take(length.readUIntLE(0, 3));
  }

  /** Greets, and lets the client in whatever it says. */
  async login(version?: string): Promise<void> {
    this.send(0, greeting(undefined, undefined, version));
    await this.packet();
    this.send(2, ok());
  }

  /** Answers the statements with which a driver prepares its session, until the test's own. */
  async query(): Promise<string | undefined> {
    for (;;) {
      const command = await this.packet();
      if (command === undefined || command[0] === 1) return undefined;
      const sql = command.toString('utf8', 1);
      if (!/^SET /.test(sql)) return sql;
      this.send(1, ok());
    }
  }

  async #take(bytes: number): Promise<Buffer | undefined> {
    while (this.received.length - this.#read < bytes) {
      if (this.socket.destroyed || this.socket.readableEnded) return undefined;
      await new Promise<void>((resolve) => (this.#more = resolve));
    }
    const taken = this.received.subarray(this.#read, this.#read + bytes);
    this.#read += bytes;
    return taken;
  }
}

/** What a fake server does with each client that connects. */
export type Behaviour = (peer: Peer) => void | Promise<void>;

export class FakeServer {
  readonly peers: Peer[] = [];
  readonly #listener: Server;

  private constructor(behaviour: Behaviour) {
    this.#listener = createServer((socket) => {
      const peer = new Peer(socket);
      this.peers.push(peer);
      void behaviour(peer);
    });
  }

  static async open(behaviour: Behaviour): Promise<FakeServer> {
    const server = new FakeServer(behaviour);
    server.#listener.listen(0, '127.0.0.1');
    await once(server.#listener, 'listening');
    return server;
  }

  get options(): ConnectOptions {
    const { port } = this.#listener.address() as AddressInfo;
    return { host: '127.0.0.1', port, user: 'someone', password: 'secret-password' };
  }

  /** All that clients have sent. */
  get received(): Buffer {
    return Buffer.concat(this.peers.map((peer) => peer.received));
  }

  async close(): Promise<void> {
    for (const { socket } of this.peers) socket.destroy();
    this.#listener.close();
    await once(this.#listener, 'close');
  }
}

export function packet(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, payload]);
}

/** What a server that offers TLS has among its capabilities. */
export const OFFERS_TLS = 0x800;

export function greeting(
  plugin = 'mysql_native_password',
  capabilities = CAPABILITIES,
  version = '8.0.0-fake',
): Buffer {
  const fixed = Buffer.alloc(31);
  fixed.writeUInt32LE(7, 0);
  SALT.copy(fixed, 4, 0, 8);
  fixed.writeUInt16LE(capabilities & 0xffff, 13);
  fixed[15] = 45; // utf8mb4
  fixed.writeUInt16LE(AUTOCOMMIT, 16);
  fixed.writeUInt16LE(capabilities >>> 16, 18);
  fixed[20] = SALT.length + 1;
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`),
    fixed,
    SALT.subarray(8),
    Buffer.from(`\0${plugin}\0`),
  ]);
}

/** @param status flags beside that of autocommit, less than 256 */
export function ok(status = 0): Buffer {
  return Buffer.from([0, 0, 0, AUTOCOMMIT | status, 0, 0, 0]);
}

/** @param status flags beside that of autocommit, less than 256 */
export function eof(status = 0): Buffer {
  return Buffer.from([0xfe, 0, 0, AUTOCOMMIT | status, 0]);
}

/** Before the login an error has no SQLSTATE. */
export function error(errno: number, message: string, sqlState = ''): Buffer {
  const head = Buffer.from([0xff, errno & 0xff, errno >> 8]);
  return Buffer.concat([head, Buffer.from(sqlState === '' ? message : `#${sqlState}${message}`)]);
}

/** Asks the client to log in another way. */
export function authSwitch(plugin: string): Buffer {
  return Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${plugin}\0`), SALT, Buffer.from([0])]);
}

/** Text shorter than 251 bytes with its length. */
export function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}

export function column(name: string, type: number): Buffer {
  const tail = Buffer.alloc(13);
  tail[0] = 12;
  tail[1] = 45;
  tail.writeUInt32LE(255, 3);
  tail[7] = type;
  return Buffer.concat([...['def', '', '', '', name, name].map(text), tail]);
}

/** The packets before the rows of a result. */
export function resultHead(...types: number[]): Buffer[] {
  const columns = types.map((type, i) => column(`c${i}`, type));
  return [Buffer.from([types.length]), ...columns, eof()];
}

/** The first packet of a prepared statement. */
export function prepared(columns: number, params: number): Buffer {
  const packet = Buffer.alloc(12);
  packet[1] = 1;
  packet.writeUInt16LE(columns, 5);
  packet.writeUInt16LE(params, 7);
  return packet;
}

export function row(...cells: string[]): Buffer {
  return Buffer.concat(cells.map(text));
}
