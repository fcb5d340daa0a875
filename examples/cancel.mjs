/** @file A statement that takes too long ends on the server. Run it with: node examples/cancel.mjs */

import { connect } from 'mysqldb';
import { serverUrl } from './server-url.mjs';

const conn = await connect(await serverUrl());

/** What a call ended with. */
const outcome = (call) =>
  call.then(
    (rows) => JSON.stringify(rows),
    (error) => `${error.name}: ${error.message}`,
  );

console.log(await outcome(conn.fetchall('SELECT SLEEP(60)', [], { timeout: 100 })));

const signal = AbortSignal.timeout(100); // or the signal of a request whose user went away
console.log(await outcome(conn.fetchall('SELECT SLEEP(60)', [], { signal })));

console.log(await outcome(conn.fetchall("SELECT 'the same connection goes on'")));

await conn.close();
