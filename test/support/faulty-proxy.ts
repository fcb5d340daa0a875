/** A TCP proxy in front of a real server that breaks what the server says. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import type { ConnectOptions } from '../../lib';
import { serverOptions } from './apis';

/**
 * What happens to the connection: it ends (`cut`), is reset (`reset`), goes silent but stays open
 * (`stall`), or from there on every byte is another one (`garbage`).
 */
export type Fault = 'cut' | 'reset' | 'stall' | 'garbage';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  stalled: boolean;
  garbled: boolean;
}

export class FaultyProxy {
  readonly #listener: Server;
  readonly #links = new Set<Link>();
  #bytesLeft = Infinity;
  #fault: Fault = 'cut';
  #pieces = Infinity;
  #sent = '';
  #wanted: { text: string; resolve: () => void } | undefined;
  #faulted: () => void = () => {};
  /** Connections that were made so far. */
  connections = 0;

  private constructor(target: { host: string; port: number }) {
    this.#listener = createServer((client) => this.#accept(client, target));
  }

  /** In front of the test server unless told otherwise. */
  static async open(target?: { host: string; port: number }): Promise<FaultyProxy> {
    const { host, port } = serverOptions();
    const proxy = new FaultyProxy(target ?? { host: host!, port: port! });
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  /** Options that go through the proxy. */
  get options(): ConnectOptions {
    const { port } = this.#listener.address() as AddressInfo;
    // It looks into what is sent.
    return { ...serverOptions(), database: 'mysql', host: '127.0.0.1', port, sslMode: 'DISABLED' };
  }

  /** Breaks the connection after so many more bytes of the server; resolves when that happened. */
  failAfter(bytes: number, fault: Fault): Promise<void> {
    this.#bytesLeft = bytes;
    this.#fault = fault;
    return new Promise((resolve) => (this.#faulted = resolve));
  }

  /** Breaks all connections now. */
  fail(fault: Fault): void {
    for (const link of this.#links) this.#break(link, fault);
  }

  /** Hands over at most so many bytes at a time. */
  splitInto(bytes: number): void {
    this.#pieces = bytes;
  }

  /** Resolves when a client has sent the text. */
  async hasSent(text: string): Promise<void> {
    this.#sent = '';
    await new Promise<void>((resolve) => (this.#wanted = { text, resolve }));
  }

  async close(): Promise<void> {
    for (const { client, server } of this.#links) {
      client.destroy();
      server.destroy();
    }
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  #accept(client: Socket, target: { host: string; port: number }): void {
    this.connections++;
    const server = connect(target);
    client.setNoDelay(true);
    const link = { client, server, stalled: false, garbled: false };
    this.#links.add(link);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.on('close', () => {
      this.#links.delete(link);
      server.destroy();
    });
    server.on('close', () => {
      if (!link.stalled) client.end();
    });
    client.on('data', (data) => {
      this.#look(data);
      server.write(data);
    });
    server.on('data', (data) => this.#pass(link, data));
  }

  #look(data: Buffer): void {
    if (this.#wanted === undefined) return;
    this.#sent += data.toString('latin1');
    if (!this.#sent.includes(this.#wanted.text)) return;
    this.#wanted.resolve();
    this.#wanted = undefined;
  }

  #pass(link: Link, data: Buffer): void {
    if (link.stalled) return;
    const whole = data.subarray(0, Math.min(data.length, this.#bytesLeft));
    this.#write(link, link.garbled ? garbageOf(data) : whole);
    const broken = data.length > this.#bytesLeft;
    this.#bytesLeft -= whole.length;
    if (!broken || link.garbled) return;
    const rest = data.subarray(whole.length);
    this.#break(link, this.#fault);
    if (link.garbled) this.#write(link, garbageOf(rest));
    this.#faulted();
  }

  #write(link: Link, data: Buffer): void {
    let ready = true;
    for (let at = 0; at < data.length; at += this.#pieces) {
      ready = link.client.write(data.subarray(at, at + this.#pieces));
    }
    if (ready) return;
    link.server.pause();
    link.client.once('drain', () => link.server.resume());
  }

  #break(link: Link, fault: Fault): void {
    if (fault === 'stall') link.stalled = true;
    else if (fault === 'garbage') link.garbled = true;
    else if (fault === 'reset') link.client.resetAndDestroy();
    else link.client.destroySoon();
    if (fault === 'cut') link.stalled = true; // nothing more of the server's
  }
}

function garbageOf(data: Buffer): Buffer {
  return Buffer.from(data.map((byte) => byte ^ 0xa5));
}
