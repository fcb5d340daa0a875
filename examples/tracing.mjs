/** @file What a service asks its database, request by request. Run it with: node examples/tracing.mjs */

import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { createPool } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

const requests = new AsyncLocalStorage();
const log = [];

// What no request asks for is not printed here. Instead of a line this could begin and end a span.
tracingChannel('mysqldb:query').subscribe({
  asyncEnd({ attributes }) {
    const request = requests.getStore();
    if (request === undefined) return;
    const { 'db.query.text': text, 'error.type': error } = attributes;
    const rows = attributes['db.response.returned_rows'] ?? 'no';
    log.push(`request ${request}: ${text}: ${error ?? `${rows} rows`}`);
  },
});

const pool = createPool(`${await serverUrl()}?max=1`);
const times = { connect: [], acquire: [], release: [] };
pool.on('connect', ({ took }) => times.connect.push(took));
pool.on('acquire', ({ waited }) => times.acquire.push(waited));
pool.on('release', ({ heldFor }) => times.release.push(heldFor));

await pool.execute('CREATE TABLE visit (page VARCHAR(20) PRIMARY KEY, visitors INT)');

/** A request that is told by its number, wherever the statements of it are. */
function serve(request, page) {
  return requests.run(request, async () => {
    await pool.execute('INSERT INTO visit VALUES (?, 1)', [page]).catch(() => {});
    await pool.fetchall("SELECT visitors FROM visit WHERE page <> 'secret'");
  });
}

await serve(1, 'index');
await serve(2, 'index');
await pool.execute('DROP TABLE visit');
await pool.close();

console.log(log.join('\n'));
const { connect, acquire, release } = times;
console.log(`${connect.length} connect, ${acquire.length} waits, ${release.length} uses`);
