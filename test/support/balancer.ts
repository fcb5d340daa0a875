/** A TCP proxy in front of several servers, that gives the connections to them in turn. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface Backend {
  readonly host: string;
  readonly port: number;
}

export class Balancer {
  readonly #listener: Server;
  readonly #backends: readonly Backend[];
  readonly #sockets = new Set<Socket>();
  #next = 0;
  /** Whether further connections are taken, but never answered. */
  silent = false;
  /** The most of these that were there at once. */
  mostSilent = 0;
  #silent = 0;

  private constructor(backends: readonly Backend[]) {
    this.#backends = backends;
    this.#listener = createServer((client) => this.#accept(client));
  }

  static async open(...backends: Backend[]): Promise<Balancer> {
    const balancer = new Balancer(backends);
    balancer.#listener.listen(0, '127.0.0.1');
    await once(balancer.#listener, 'listening');
    return balancer;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** Connections that were made so far. */
  get connections(): number {
    return this.#next;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  #countSilent(client: Socket): void {
    this.mostSilent = Math.max(this.mostSilent, ++this.#silent);
    client.on('close', () => this.#silent--);
  }

  #accept(client: Socket): void {
    const backend = this.#backends[this.#next++ % this.#backends.length]!;
    if (this.silent) this.#countSilent(client);
    const ends = this.silent ? [client] : [client, connect(backend.port, backend.host)];
    for (const end of ends) {
      this.#sockets.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        this.#sockets.delete(end);
        for (const other of ends) other.destroy();
      });
    }
    const [, server] = ends;
    if (server !== undefined) client.pipe(server).pipe(client);
  }
}
