/** @file More rows than memory should hold. Run it with: node examples/streaming.mjs */

import { connect, SSCursor } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

/** A million rows, 0 to 999,999, without a table. */
const DIGITS = `(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4
  UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)`;
const MILLION = `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d
  FROM ${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${DIGITS} ${name}`).join(' JOIN ')}`;

const conn = await connect(await serverUrl());
const cur = conn.cursor(SSCursor);
await cur.execute(MILLION); // returns at the first row; the others stay with the server

let count = 0;
let sum = 0;
for await (const [number] of cur) {
  count += 1;
  sum += number;
}
console.log(`${count} rows, their sum is ${sum}`);

await conn.close();
