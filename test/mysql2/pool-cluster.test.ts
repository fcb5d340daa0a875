/** Clusters: which node is chosen, and what becomes of those that cannot be reached. */
import type { PoolCluster, PoolClusterOptions, PoolConnection } from 'mysql2';
import { useDatabase } from '../support/database';
import { expectSame, type Mysql2, pairOptions, rejection } from '../support/mysql2-pair';

useDatabase();

const NOBODY = { host: '127.0.0.1', port: 1 };

/** A program on a cluster, which is ended after it. */
function onCluster<T>(
  use: (cluster: PoolCluster) => Promise<T>,
  options: PoolClusterOptions = {},
): (mysql: Mysql2) => Promise<T> {
  return async (mysql) => {
    const cluster = mysql.createPoolCluster(options);
    try {
      return await use(cluster);
    } finally {
      await new Promise((resolve) => cluster.end(resolve));
    }
  };
}

type Source = Pick<PoolCluster, 'getConnection'> | ReturnType<PoolCluster['of']>;

const take = (source: Source, ...pattern: string[]): Promise<PoolConnection> =>
  new Promise((resolve, reject) => {
    const get = source.getConnection.bind(source) as (...args: unknown[]) => void;
    get(...pattern, (error: Error | null, connection: PoolConnection) =>
      error ? reject(error) : resolve(connection),
    );
  });

/** The nodes that connections come from, one after another. */
async function nodes(source: Source, count: number, ...pattern: string[]): Promise<unknown[]> {
  const taken: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const connection = await take(source, ...pattern);
    taken.push((connection as unknown as { _clusterId: string })._clusterId);
    connection.release();
  }
  return taken;
}

function addThree(cluster: PoolCluster): void {
  cluster.add('MASTER', pairOptions());
  cluster.add('SLAVE1', pairOptions());
  cluster.add('SLAVE2', pairOptions());
}

function watch(cluster: PoolCluster): unknown[] {
  const events: unknown[] = [];
  for (const event of ['warn', 'remove', 'offline', 'online']) {
    cluster.on(event, (what: unknown) => {
      events.push([event, typeof what === 'object' ? (what as NodeJS.ErrnoException).code : what]);
    });
  }
  return events;
}

test.each(['RR', 'ORDER'])('%s chooses among the nodes of a pattern', (selector) =>
  expectSame(
    onCluster(async (cluster) => {
      addThree(cluster);
      return [
        await nodes(cluster.of('SLAVE*', selector), 5),
        await nodes(cluster.of('*', selector), 4),
        await nodes(cluster.of('MASTER', selector), 2),
        await nodes(cluster, 2, 'SLAVE*', selector),
        await nodes(cluster, 2, 'MASTER'),
        await nodes(cluster, 1),
      ];
    }),
  ),
);

test('RANDOM chooses only nodes of the pattern', () =>
  expectSame(
    onCluster(async (cluster) => {
      addThree(cluster);
      const taken = await nodes(cluster.of('SLAVE*', 'RANDOM'), 20);
      return taken.every((id) => /^SLAVE/.test(id as string));
    }),
  ));

test('statements of a pattern', () =>
  expectSame(
    onCluster(async (cluster) => {
      addThree(cluster);
      const of = cluster.of('SLAVE*');
      const query = new Promise((resolve) =>
        of.query('SELECT 1 AS a', (_e, rows) => resolve(rows)),
      );
      const executed = new Promise((resolve) =>
        of.execute('SELECT ? AS a', [2], (_e, rows) => resolve(rows)),
      );
      return [await query, await executed];
    }),
  ));

test('a pattern without nodes', () =>
  expectSame(
    onCluster(async (cluster) => {
      addThree(cluster);
      return rejection(take(cluster, 'OTHER'));
    }),
  ));

test('a node that cannot be reached gives way to another, and is removed after some failures', () =>
  expectSame(
    onCluster(
      async (cluster) => {
        const events = watch(cluster);
        cluster.add('A', { ...pairOptions(), ...NOBODY });
        cluster.add('B', pairOptions());
        return { taken: await nodes(cluster.of('*', 'ORDER'), 2), events };
      },
      { removeNodeErrorCount: 2 },
    ),
  ));

test('without canRetry the error is told', () =>
  expectSame(
    onCluster(
      async (cluster) => {
        cluster.add('A', { ...pairOptions(), ...NOBODY });
        cluster.add('B', pairOptions());
        return rejection(take(cluster.of('*', 'ORDER')));
      },
      { canRetry: false },
    ),
  ));

test('a node comes back after restoreNodeTimeout', () =>
  expectSame(
    onCluster(
      async (cluster) => {
        const events = watch(cluster);
        cluster.add('A', { ...pairOptions(), ...NOBODY });
        const refused = await rejection(take(cluster, 'A'));
        const offline = await rejection(take(cluster, 'A'));
        return { refused, offline, events };
      },
      { removeNodeErrorCount: 1, restoreNodeTimeout: 60_000 },
    ),
  ));

test('remove() takes nodes out', () =>
  expectSame(
    onCluster(async (cluster) => {
      addThree(cluster);
      cluster.remove('SLAVE*');
      return [await nodes(cluster, 2), await rejection(take(cluster, 'SLAVE1'))];
    }),
  ));
