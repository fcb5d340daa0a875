/** @file The first program: connect, insert, query. Run it with: node examples/quick-start.mjs */

import { connect, DictCursor } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

const conn = await connect(await serverUrl());
const cur = conn.cursor(DictCursor);

await cur.execute('CREATE TEMPORARY TABLE planet (name VARCHAR(20), moons INT)');
await cur.executemany('INSERT INTO planet VALUES (?, ?)', [
  ['Earth', 1],
  ['Mars', 2],
  ['Neptune', 16],
]);
await conn.commit(); // autocommit is off, as PEP 249 says

await cur.execute('SELECT name, moons FROM planet WHERE moons > :few', { few: 1 });
for await (const { name, moons } of cur) console.log(`${name} has ${moons} moons`);

await conn.close();
