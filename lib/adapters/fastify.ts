/**
 * The plugin for Fastify: `app.register(mysqldbFastify, { pool: url })` gives it `app.mysqldb`, a pool
 * that is closed with the server, and `request.mysqldb`.
 * @module mysqldb/fastify
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { createPool, InterfaceError, Pool, type PoolOptions } from '../index';
import { checkOptions } from './given-options';
import { RequestDatabase, type RouteDatabaseConfig } from './request-database';

export { RequestDatabase, type RouteDatabaseConfig };

declare module 'fastify' {
  interface FastifyInstance {
    /** The pool of the plugin `mysqldb/fastify`. */
    mysqldb: Pool;
  }
  interface FastifyRequest {
    /** The pool as this request sees it. */
    mysqldb: RequestDatabase;
  }
  interface FastifyContextConfig {
    /** What the plugin `mysqldb/fastify` does for the route. */
    mysqldb?: RouteDatabaseConfig;
  }
}

/** What the plugin is registered with. */
export interface MysqldbFastifyOptions {
  /** A pool, which stays open when the server closes, or what `createPool` makes one of. */
  pool: Pool | PoolOptions | string | URL;
  /**
   * What the pool is called on the server and its requests, and in the `config` of routes, so that there
   * may be several. 'mysqldb' unless given.
   */
  name?: string;
  /** Milliseconds that the pool waits for those who use it when the server closes; 10000 unless given. */
  closeTimeout?: number;
}

/**
 * The plugin. Registered on a server, or on a part of it, it serves all routes there.
 * @throws InterfaceError for options that `createPool` does not take
 * @example
 * await app.register(mysqldbFastify, { pool: 'mysql://app@localhost/shop?max=20' });
 * app.get('/customers', (request) => request.mysqldb.fetchall('SELECT id, name FROM customer'));
 */
export const mysqldbFastify: FastifyPluginAsync<MysqldbFastifyOptions> = Object.assign(plugin, {
  // What fastify-plugin does: the decorators are for the server that registers, not for a child of it.
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'mysqldb',
  [Symbol.for('plugin-meta')]: { name: 'mysqldb', fastify: '>=5' },
});

const OPTIONS = ['pool', 'name', 'closeTimeout'] satisfies (keyof MysqldbFastifyOptions)[];
/** What `register` itself takes, and gives to the plugin too. */
const OF_FASTIFY = ['prefix', 'logLevel', 'logSerializers'];

async function plugin(app: FastifyInstance, options: MysqldbFastifyOptions): Promise<void> {
  checkOptions('mysqldb/fastify', options, [...OPTIONS, ...OF_FASTIFY]);
  const { name = 'mysqldb', pool: given, closeTimeout } = options;
  if (given === undefined) throw poolIsMissing();
  const pool = given instanceof Pool ? given : createPool(given);
  app.decorate(name, pool);
  app.decorateRequest(name, null);
  addHooks(app, pool, name);
  if (pool === given) return;
  // Fastify calls it when every request has its reply.
  const close = closeTimeout === undefined ? {} : { timeout: closeTimeout };
  app.addHook('onClose', () => pool.close(close));
}

function poolIsMissing(): InterfaceError {
  return new InterfaceError('The plugin mysqldb/fastify needs the option pool', {
    code: 'ERR_MYSQLDB_OPTION',
    hint: 'Give it a URL, the options of createPool(), or a pool.',
  });
}

/** Requests, and the configuration of routes, have what is the plugin's under its name. */
type Named<T> = Readonly<Record<string, T | undefined>>;

function addHooks(app: FastifyInstance, pool: Pool, name: string): void {
  /** Undefined when a hook before the plugin's own has refused the request. */
  const databaseOf = (request: FastifyRequest) =>
    (request as unknown as Named<RequestDatabase>)[name];
  app.addHook('onRequest', async (request, { raw }) => {
    const config = request.routeOptions.config as unknown as Named<RouteDatabaseConfig> | undefined;
    Object.assign(request, { [name]: new RequestDatabase(pool, raw, config?.[name]) });
  });
  app.addHook('onError', async (request) => databaseOf(request)?.settle(false));
  app.addHook('onSend', async (request, { statusCode }, payload) => {
    // Its rows may be of the transaction, which lasts until the last of them is sent.
    if (!isStream(payload)) await databaseOf(request)?.settle(isSuccess(statusCode));
  });
  app.addHook('onResponse', async (request, { statusCode }) =>
    databaseOf(request)?.settle(isSuccess(statusCode)),
  );
}

const FIRST_FAILURE = 400;

function isSuccess(statusCode: number): boolean {
  return statusCode < FIRST_FAILURE;
}

/** Of Node, of the web, or a web Response. */
function isStream(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  return 'pipe' in payload || 'getReader' in payload || payload instanceof Response;
}
