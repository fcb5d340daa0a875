/** Servers that prepare statements, and then send what the binary protocol does not allow. */
import { connect, MySQLError } from '../../lib';
import {
  column,
  eof,
  error,
  FakeServer,
  FIELD,
  ok,
  type Peer,
  prepared,
  resultHead,
} from '../support/fake-server';
import { BROKEN_ROWS, bytes } from './broken-rows';
import { failureOf, inTime, READERS } from './expectations';

const COMMAND = { quit: 1, prepare: 0x16, execute: 0x17, close: 0x19 } as const;

const head = resultHead(FIELD.long, FIELD.varString);

const twoColumns = [prepared(2, 0), ...head.slice(1)];

/** A server that answers as it is told, and everything else with OK. */
function serve(toPrepare: readonly Buffer[], toExecute: readonly Buffer[]): Promise<FakeServer> {
  return FakeServer.open(async (peer: Peer) => {
    await peer.login();
    for (;;) {
      const command = await peer.packet();
      if (command === undefined || command[0] === COMMAND.quit) return;
      const [answer, next] =
        command[0] === COMMAND.prepare ? [toPrepare, toExecute] : [toExecute, undefined];
      if (command[0] === COMMAND.prepare || command[0] === COMMAND.execute) {
        peer.send(1, ...answer);
        // Whoever waits for more learns that nothing comes.
        if (next === undefined || next.length === 0) peer.socket.end();
      } else if (command[0] !== COMMAND.close) peer.send(1, ok());
    }
  });
}

async function failures(
  toPrepare: readonly Buffer[],
  toExecute: readonly Buffer[] = [],
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const read of READERS) {
    const server = await serve(toPrepare, toExecute);
    const conn = await connect({ ...server.options, prepared: true, sslMode: 'DISABLED' });
    found.push(await inTime(failureOf(read(conn))));
    conn.destroy();
    await server.close();
  }
  return found;
}

const good = bytes(0, 0, 7, 0, 0, 0, 1, 97);

test('what is right is read', async () => {
  const server = await serve(twoColumns, [...head, good, eof()]);
  const conn = await connect({ ...server.options, prepared: true, sslMode: 'DISABLED' });
  expect(await conn.fetchall('SELECT 1')).toEqual([[7, 'a']]);
  conn.destroy();
  await server.close();
});

describe('a broken row is an error', () => {
  test.each(Object.keys(BROKEN_ROWS))('%s', async (name) => {
    for (const found of await failures(twoColumns, [...head, BROKEN_ROWS[name]!])) {
      expect(found).toBeInstanceOf(MySQLError);
    }
  });

  test('of a date that is none', async () => {
    const dates = resultHead(12);
    const answer = [...dates, bytes(0, 0, 4, 0xe8, 7, 13, 40), eof()];
    for (const found of await failures([prepared(1, 0), ...dates.slice(1)], answer)) {
      expect(found).toMatchObject({ errno: 2027 });
    }
  });
});

describe('a broken answer is an error', () => {
  const answers: Record<string, [toPrepare: Buffer[], toExecute?: Buffer[]]> = {
    'to a statement that is prepared: nothing': [[]],
    'to a statement that is prepared: cut': [[bytes(0, 1, 0)]],
    'to a statement that is prepared: an error': [[error(1064, 'no', '42000')]],
    'to one that is executed: an error': [twoColumns, [error(1242, 'no', '21000')]],
    'to one that is executed: an error among the rows': [
      twoColumns,
      [...head, good, error(1242, 'no', '21000')],
    ],
    'to one that is executed: rows without columns': [twoColumns, [good, good]],
    'to one that is executed: a row that is cut off': [twoColumns, [...head]],
  };
  test.each(Object.keys(answers))('%s', async (name) => {
    for (const found of await failures(...answers[name]!)) expect(found).toBeInstanceOf(MySQLError);
  });
});

test('another number of columns than was prepared is what the result has', async () => {
  const three = resultHead(FIELD.long, FIELD.varString, FIELD.long);
  const row = Buffer.concat([good, bytes(9, 0, 0, 0)]);
  const server = await serve(twoColumns, [...three, row, eof()]);
  const conn = await connect({ ...server.options, prepared: true, sslMode: 'DISABLED' });
  expect(await conn.fetchall('SELECT 1')).toEqual([[7, 'a', 9]]);
  conn.destroy();
  await server.close();
});

test('a statement that takes more values than were given is not executed', async () => {
  const params = Array.from({ length: 3 }, () => column('?', FIELD.varString));
  const server = await serve([prepared(0, 3), ...params, eof()], []);
  const conn = await connect({ ...server.options, prepared: true, sslMode: 'DISABLED' });
  expect(await failureOf(conn.execute('SELECT ?', [1]))).toMatchObject({
    code: 'ERR_MYSQLDB_PARAMETER',
  });
  conn.destroy();
  await server.close();
});
