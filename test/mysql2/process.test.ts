/** How long a connection keeps its process alive: as long as it is open, as in mysql2. */
import { join } from 'node:path';
import { Child, cleanEnd, runChild } from '../support/child';

const FACADE = JSON.stringify(join(__dirname, '..', '..', 'dist', 'mysql2', 'index.js'));
const USE = `const mysql = require(${FACADE});`;

test.each([
  [
    'a connection was ended',
    'const c = mysql.createConnection(OPTIONS); await c.promise().query("DO 1"); c.end();',
  ],
  [
    'a connection was destroyed',
    'const c = mysql.createConnection(OPTIONS); await c.promise().query("DO 1"); c.destroy();',
  ],
  ['it was destroyed at once', 'mysql.createConnection(OPTIONS).destroy();'],
  [
    'a pool was ended',
    'const p = mysql.createPool(OPTIONS).promise(); await p.query("DO 1"); await p.end();',
  ],
  ['nobody used a pool', 'mysql.createPool(OPTIONS);'],
  [
    'a connection was not made',
    'await mysql.createConnection({ ...OPTIONS, port: 1 }).promise().query("DO 1").catch(() => {});',
  ],
  [
    'a connection may be left',
    'const c = mysql.createConnection(OPTIONS); await c.promise().query("DO 1"); c.stream.unref();',
  ],
])('a process ends by itself when %s', async (_name, script) => {
  const end = await runChild(`${USE} ${script} console.log('last line');`);
  expect(end).toMatchObject(cleanEnd('last line'));
});

test('an open connection keeps its process alive', async () => {
  const child = new Child(
    `${USE} const c = mysql.createConnection(OPTIONS);
     c.query('DO 1', () => {
       // Two turns of timers are enough for a process with nothing to wait for to end.
       process.on('exit', () => console.log('ended'));
       setTimeout(() => setTimeout(() => console.log('alive'), 100).unref(), 100).unref();
     });`,
  );
  expect(await child.printed('alive')).not.toContain('ended');
  child.process.kill();
  await child.ended;
});

test('a lost connection that nobody listens to ends the process with its error', async () => {
  const end = await runChild(
    `${USE} const c = mysql.createConnection(OPTIONS);
     await c.promise().query('DO 1');
     const killer = mysql.createConnection(OPTIONS).promise();
     await killer.query('KILL ' + c.threadId);
     await killer.end();`,
  );
  expect(end.code).not.toBe(0);
  expect(end.stderr).toContain('PROTOCOL_CONNECTION_LOST');
});
