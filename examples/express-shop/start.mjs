/** @file A shop on Express, with Kysely on mysqldb. Run it with: node examples/express-shop/start.mjs */
import { once } from 'node:events';
import { Kysely } from 'kysely';
import { createPool } from 'mysqldb';
import { MysqldbDialect } from 'mysqldb/kysely';
import { serverUrl } from '../server-url.mjs';
import { createApp } from './app.mjs';
import { migrate } from './migrations.mjs';

const url = new URL(await serverUrl());
url.searchParams.set('timezone', 'Z'); // a DATETIME is of UTC
url.searchParams.set('sessionTimezone', '+00:00'); // to CURRENT_TIMESTAMP too

const db = new Kysely({ dialect: new MysqldbDialect({ pool: createPool(url) }) });
await migrate(db);

const server = createApp(db).listen(Number(process.env.PORT ?? 0), '127.0.0.1');
await once(server, 'listening');
console.log(`The shop is open at http://127.0.0.1:${server.address().port}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await new Promise((resolve) => server.close(resolve)); // when every request has its reply
    await db.destroy(); // which closes the pool
  });
}
