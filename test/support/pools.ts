/** Pools of the test server, which are closed after the test that made them. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createPool, type Pool, type PoolOptions } from '../../lib';
import type { PoolEvents } from '../../lib';
import { serverOptions } from './apis';

/** The function that is returned makes a pool; options are added to those of the server. */
export function usePools(): (options?: PoolOptions) => Pool {
  const pools: Pool[] = [];
  afterEach(async () => {
    await Promise.all(pools.splice(0).map((pool) => pool.close({ timeout: 1 })));
  });
  return (options) => {
    const pool = createPool({ ...(serverOptions() as PoolOptions), ...options });
    pools.push(pool);
    return pool;
  };
}

/** Resolves with the next event of a kind that a test accepts. */
export function nextEvent<K extends keyof PoolEvents>(
  pool: Pool,
  event: K,
  accepts: (...args: PoolEvents[K]) => boolean = () => true,
): Promise<PoolEvents[K]> {
  return new Promise((resolve) => {
    const listener = (...args: PoolEvents[K]): void => {
      if (!accepts(...args)) return;
      pool.off(event, listener);
      resolve(args);
    };
    pool.on(event, listener);
  });
}

/** A port where nobody listens. */
export async function nobody(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
