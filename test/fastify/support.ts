/** A Fastify server with the plugin, reached through real sockets. */
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import type { Pool, PoolOptions } from '../../lib';
import { mysqldbFastify, type MysqldbFastifyOptions } from '../../lib/adapters/fastify';
import { serverOptions } from '../support/apis';

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The function that is returned makes a server, whose log goes to a function; those of a test are closed after it. */
export function useServers(): (
  options?: PoolOptions | Pool,
  log?: (line: string) => void,
) => Promise<TestApp> {
  const apps: FastifyInstance[] = [];
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });
  return async (pool = {}, log) => {
    const app = fastify({ logger: log !== undefined && { stream: { write: log } } });
    apps.push(app);
    await app.register(mysqldbFastify, { pool: optionsOf(pool), closeTimeout: 1_000 });
    return new TestApp(app);
  };
}

function optionsOf(pool: PoolOptions | Pool): MysqldbFastifyOptions['pool'] {
  if ('stats' in pool) return pool;
  return { ...(serverOptions() as PoolOptions), ...pool };
}

export class TestApp {
  readonly app: FastifyInstance;
  constructor(app: FastifyInstance) {
    this.app = app;
  }

  async listen(): Promise<string> {
    return this.app.listen({ host: '127.0.0.1', port: 0 });
  }

  async get(path: string): Promise<Answer> {
    return this.#fetch(path);
  }

  async post(path: string, body: unknown = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.#fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** A client that leaves when it is told to. */
  async leaver(path: string, method = 'GET'): Promise<ClientRequest> {
    const request = httpRequest(this.url + path, { method, agent: false });
    request.on('error', () => {}); // it hangs up itself
    request.end();
    await once(request, 'finish');
    return request;
  }

  get url(): string {
    const address = this.app.server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      ...init,
      headers: { ...init.headers, connection: 'close' },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
  }
}
