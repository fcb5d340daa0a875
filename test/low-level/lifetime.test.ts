/** Connections and results may be closed, dropped and forgotten in any order. */
import { join } from 'node:path';
import { cleanEnd, runChild } from '../support/child';
import { numbersTo } from '../support/numbers';

const lowLevel = JSON.stringify(join(__dirname, '..', '..', 'dist', 'low-level', 'index.js'));

const SETUP = `
  const { readdirSync } = require('node:fs');
  const { setImmediate: nextTurn } = require('node:timers/promises');
  const lowLevel = require(${lowLevel});
  const NUMBERS = 'SELECT seq FROM ${numbersTo(200_000)}';
  const APIS = [lowLevel.connect, lowLevel.connectSync];
  const collect = async () => { for (let i = 0; i < 6; i++) { gc(); await nextTurn(); } };
  const files = () => readdirSync('/proc/self/fd').length;
  const used = async (open) => {
    const conn = await open(OPTIONS);
    await conn.query(NUMBERS);
    const result = await conn.useResult();
    await result.fetchRow(3);
    return { conn, result };
  };
`;
const FLAGS = { flags: ['--expose-gc'], deadline: 110_000 };
jest.setTimeout(120_000); // on a machine that may be busy

async function expectOutput(source: string, output: string): Promise<void> {
  expect(await runChild(SETUP + source, FLAGS)).toMatchObject(cleanEnd(output));
}

test('connections that are forgotten at any step close their sockets', async () => {
  await expectOutput(
    `const steps = [
       async (conn) => {},
       (conn) => conn.query(NUMBERS),
       (conn) => conn.sendQuery(NUMBERS),
       async (conn) => { await conn.query(NUMBERS); return conn.useResult(); },
       async (conn) => { await conn.query(NUMBERS); await (await conn.useResult()).fetchRow(5000); },
     ];
     const forget = async () => {
       for (const open of APIS) for (const step of steps) await step(await open(OPTIONS));
     };
     await forget();
     await collect();
     const before = files();
     for (let i = 0; i < 3; i++) await forget();
     await collect();
     console.log(files() - before <= 0 ? 'flat' : before + ' -> ' + files());`,
    'flat',
  );
});

test('a used result keeps its connection', async () => {
  await expectOutput(
    `for (const open of APIS) {
       let { result } = await used(open);
       await collect();
       console.log((await result.fetchRow(0)).length);
     }`,
    '199997\n199997',
  );
});

test('a connection goes on when its used result was forgotten', async () => {
  await expectOutput(
    `for (const open of APIS) {
       const { conn } = await used(open);
       await collect();
       try { await conn.query('SELECT 1'); } catch (error) { console.log(error.code); }
       await conn.discardResult();
       await conn.query('SELECT 1');
       console.log((await (await conn.storeResult()).fetchRow())[0][0].toString());
       await conn.close();
     }`,
    'CR_COMMANDS_OUT_OF_SYNC\n1\nCR_COMMANDS_OUT_OF_SYNC\n1',
  );
});

test('a process ends with results unread and answers not asked for', async () => {
  await expectOutput(
    `for (const open of APIS) {
       globalThis.kept = [globalThis.kept, await used(open)];
       const conn = await open(OPTIONS);
       await conn.sendQuery(NUMBERS);
       globalThis.kept.push(conn);
     }
     console.log('end');`,
    'end',
  );
});

test('no result and no connection is too much to make and close', async () => {
  await expectOutput(
    `const once = async () => {
       for (const open of APIS) {
         const { conn, result } = await used(open);
         await (Math.random() < 0.5 ? conn.close() : result.discard());
         await conn.close();
       }
     };
     for (let i = 0; i < 20; i++) await once();
     await collect();
     const [open, memory] = [files(), process.memoryUsage().heapUsed];
     for (let i = 0; i < 60; i++) await once();
     await collect();
     const grown = process.memoryUsage().heapUsed - memory;
     console.log(files() <= open && grown < 1e6 ? 'flat' : files() + ' ' + open + ' ' + grown);`,
    'flat',
  );
});
