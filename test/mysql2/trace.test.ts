/** Subscribers of mysql2's tracing channels hear of the facade what they hear of mysql2, without values. */
import { channel } from 'node:diagnostics_channel';
import { AsyncLocalStorage } from 'node:async_hooks';
import * as mysql2 from 'mysql2/promise';
import * as facade from '../../lib/mysql2/promise';
import { serverOptions } from '../support/apis';
import { useDatabase } from '../support/database';
import { EVENTS } from '../support/traces';

useDatabase();

const CHANNELS = ['connect', 'query', 'execute', 'pool:connect'];
const request = new AsyncLocalStorage<string>();

interface Heard {
  readonly name: string;
  readonly context: Record<string, unknown>;
  readonly request: string | undefined;
}

let heard: Heard[];
const listeners = CHANNELS.flatMap((of) =>
  EVENTS.map((event) => {
    const name = `${of} ${event}`;
    const listener = (context: unknown): void => {
      heard.push({ name, context: { ...(context as object) }, request: request.getStore() });
    };
    return { of: channel(`tracing:mysql2:${of}:${event}`), listener };
  }),
);
beforeEach(() => {
  heard = [];
  for (const { of, listener } of listeners) of.subscribe(listener);
});
afterEach(() => {
  for (const { of, listener } of listeners) of.unsubscribe(listener);
});

/** What is done with either. */
async function program(driver: Pick<typeof mysql2, 'createConnection' | 'createPool'>) {
  const { host, port, user, password } = serverOptions();
  const options = { host: host!, port: port!, user: user!, password: password! };
  const conn = await driver.createConnection(options);
  await conn.query('SELECT ?', ['a secret']);
  await conn.execute('SELECT ?', ['a secret']);
  await conn.query('SELECT nothing FROM nowhere').catch(() => {});
  await conn.end();
  const pool = driver.createPool({ ...options, database: 'mysql' });
  (await pool.getConnection()).release();
  await pool.end();
  await driver.createConnection({ ...options, user: 'nobody-there' }).catch(() => {});
}

test('the same events in the same order as from mysql2, of each channel', async () => {
  const eventsOf = async (driver: Parameters<typeof program>[0]) => {
    heard = [];
    await program(driver);
    return CHANNELS.map((of) =>
      heard.map(({ name }) => name).filter((n) => n.startsWith(`${of} `)),
    );
  };
  const ours = await eventsOf(facade);
  expect(ours).toEqual(await eventsOf(mysql2));
});

test('the context says which server, and has no values', async () => {
  await program(facade);
  const { host, port, user } = serverOptions();
  const place = { serverAddress: host, serverPort: port };
  const starts = Object.fromEntries(
    heard.filter(({ name }) => name.endsWith(' start')).map(({ name, context }) => [name, context]),
  );
  expect(starts['connect start']).toMatchObject({ ...place, database: '', user: 'nobody-there' });
  expect(starts['execute start']).toMatchObject({ ...place, database: '', query: 'SELECT ?' });
  expect(starts['pool:connect start']).toMatchObject({ ...place, database: 'mysql' });
  expect(heard.map(({ context }) => context['query'])).toContain('SELECT ?');
  const contexts = heard.map(({ context: { error: _error, result: _result, ...rest } }) => rest);
  expect(JSON.stringify(contexts)).not.toContain('a secret');
  expect(user).toBeDefined();
});

test('a query that waits for its turn starts where it was called', async () => {
  const { host, port, user, password } = serverOptions();
  const options = { host: host!, port: port!, user: user!, password: password! };
  const conn = await facade.createConnection(options);
  heard = [];
  await Promise.all(
    ['first', 'second'].map((name) => request.run(name, () => conn.query(`SELECT '${name}'`))),
  );
  const starts = heard.filter(({ name }) => name === 'query start');
  expect(starts.map((each) => each.request)).toEqual(['first', 'second']);
  expect(heard.filter(({ name }) => name === 'query asyncEnd')).toHaveLength(2);
  await conn.end();
});
