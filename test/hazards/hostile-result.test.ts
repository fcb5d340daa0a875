/** Servers that answer a statement with what the protocol does not allow. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect, type Connection, MySQLError, OperationalError, SSCursor } from '../../lib';
import {
  type Behaviour,
  eof,
  error,
  FakeServer,
  FIELD,
  ok,
  packet,
  type Peer,
  resultHead,
  row,
} from '../support/fake-server';
import { ofClient, onClient } from '../support/flavor';
import { failureOf, inTime, READERS } from './expectations';

let server: FakeServer | undefined;
let conn: Connection | undefined;
afterEach(async () => {
  conn?.destroy();
  await server?.close();
});

/** A connection whose statements get the answer. */
async function against(answer: (peer: Peer) => void | Promise<void>): Promise<Connection> {
  const behaviour: Behaviour = async (peer) => {
    await peer.login();
    while ((await peer.query()) !== undefined) await answer(peer);
  };
  server = await FakeServer.open(behaviour);
  conn = await connect(server.options);
  return conn;
}

/** How it ends for whoever reads it. */
async function outcomes(answer: (peer: Peer) => void): Promise<PromiseSettledResult<unknown>[]> {
  const found: PromiseSettledResult<unknown>[] = [];
  for (const read of READERS) {
    found.push(...(await inTime(Promise.allSettled([read(await against(answer))]))));
    conn!.destroy();
    await server!.close();
  }
  return found;
}

/** Whoever reads it: the error has a type, and the process lives. */
async function failures(answer: (peer: Peer) => void): Promise<unknown[]> {
  return (await outcomes(answer)).map((outcome) =>
    outcome.status === 'rejected' ? outcome.reason : undefined,
  );
}

function endWith(...payloads: Buffer[]): (peer: Peer) => void {
  return (peer) => {
    peer.send(1, ...payloads);
    peer.socket.end();
  };
}

const head = resultHead(FIELD.long, FIELD.varString);
const big = (bytes: number[]): Buffer => Buffer.from(bytes);

/** What libmysqlclient does not notice: it makes something of it, within what it has read. */
const TAKEN_FOR_VALID = ofClient({
  mariadb: [],
  mysql: [
    ...['a column count of 2^62', 'a row where a column should be', 'an OK that is cut'],
    ...['a cell longer than its packet', 'a cell of 2^31 bytes'],
  ],
});

describe('what the protocol does not allow is an error of the connection', () => {
  const answers: Record<string, (peer: Peer) => void> = {
    'an empty packet': endWith(Buffer.alloc(0)),
    'a column count of 2^62': endWith(big([0xfe, 0, 0, 0, 0, 0, 0, 0, 0x40])),
    'a column count of 2^32 - 1': endWith(big([0xfe, 255, 255, 255, 255, 0, 0, 0, 0])),
    'a column count of 65535 and no columns': endWith(big([0xfc, 255, 255])),
    'a column count that is cut': endWith(big([0xfd, 1])),
    'a column definition that is cut': endWith(big([1]), head[1]!.subarray(0, 12)),
    'a column definition with a length beyond its packet': endWith(
      big([1]),
      big([0xfd, 255, 255, 255, 65]),
    ),
    'a column definition of one byte': endWith(big([1]), big([3])),
    'a column definition of NULLs': endWith(big([1]), Buffer.alloc(30, 0xfb)),
    'a row where a column should be': endWith(big([2]), head[1]!, eof(), row('1', 'a'), eof()),
    'a row with fewer cells': endWith(...head, row('1'), eof()),
    'an empty row': endWith(...head, Buffer.alloc(0), eof()),
    'a cell longer than its packet': endWith(...head, big([1, 49, 0xfd, 255, 255, 0, 65]), eof()),
    'a cell of 2^31 bytes': endWith(
      ...head,
      big([1, 49, 0xfe, 0, 0, 0, 128, 0, 0, 0, 0, 65]),
      eof(),
    ),
    'a cell length that is cut': endWith(...head, big([1, 49, 0xfe, 1, 0]), eof()),
    'a cell with the length 0xff': endWith(...head, big([1, 49, 0xff, 65, 65, 65]), eof()),
    'an integer that is none': endWith(...head, row('one', 'a'), eof()),
    'an integer that is empty': endWith(...head, row('', 'a'), eof()),
    'an integer beyond its type': endWith(...head, row('99999999999999999999', 'a'), eof()),
    'an OK that is cut': endWith(big([0, 0xfe, 1])),
    'the end of the connection after the columns': endWith(...head),
    'the end of the connection in a packet': (peer) => {
      peer.send(1, ...head);
      peer.socket.end(packet(head.length + 1, row('1', 'abcdef')).subarray(0, 7));
    },
  };

  const names = Object.keys(answers);
  test.each(names.filter((name) => !TAKEN_FOR_VALID.includes(name)))('%s', async (name) => {
    for (const failure of await failures(answers[name]!)) {
      expect(failure).toBeInstanceOf(OperationalError);
      expect(failure).toMatchObject({ fatal: true });
    }
  });

  onClient('mysql', () => {
    test.each(TAKEN_FOR_VALID)('or ends in some way: %s', async (name) => {
      await inTime(outcomes(answers[name]!));
    });
  });
});

test('a row with more cells than columns does not crash', async () => {
  await against((peer) => peer.send(1, ...head, row('1', 'a', 'b', 'c'), eof()));
  const result = await inTime(conn!.fetchall('SELECT 1').catch((failure: unknown) => failure));
  if (!(result instanceof MySQLError)) expect(result).toEqual([[1, 'a']]);
});

test('an error in the middle of the rows is told, and the connection stays', async () => {
  await against((peer) =>
    peer.send(1, ...head, row('1', 'a'), error(1317, 'Interrupted', '70100')),
  );
  for (let i = 0; i < 3; i++) {
    expect(await failureOf(conn!.fetchall('SELECT 1'))).toMatchObject({ errno: 1317 });
    expect(conn!.isUsable).toBe(true);
  }
});

describe('a request for a file of this machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mysqldb-hostile-'));
  const secret = join(folder, 'secret.txt');
  writeFileSync(secret, 'the-content-of-the-file');
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([secret, '/etc/passwd', '-', ''])('for %p is refused', async (file) => {
    const asked = Buffer.concat([Buffer.from([0xfb]), Buffer.from(file)]);
    await against(async (peer) => {
      peer.send(1, asked);
      await peer.packet(); // the client may say that there is nothing
      peer.send(3, ok());
    });
    const failure = await inTime(failureOf(conn!.fetchall('SELECT 1')));
    expect(failure).toBeInstanceOf(MySQLError);
    expect(server!.received.toString()).not.toContain('the-content-of-the-file');
    expect(server!.received.toString()).not.toContain('root:');
    expect(existsSync(secret) && readdirSync(folder)).toEqual(['secret.txt']);
    // A server that tries this is hostile: nothing more is said to it.
    expect(conn!.isUsable).toBe(false);
  });
});

describe('rows without an end', () => {
  const endless = async (peer: Peer): Promise<void> => {
    peer.send(1, ...head);
    const rows = Buffer.concat(
      Array.from({ length: 256 }, (_, i) =>
        packet((head.length + 1 + i) % 256, row('1', 'x'.repeat(100))),
      ),
    );
    while (!peer.socket.destroyed) {
      if (!peer.socket.write(rows)) {
        await new Promise((resolve) => {
          peer.socket.once('drain', resolve);
          peer.socket.once('close', resolve);
        });
      }
    }
  };

  test.each([10, 100_000])('destroy() ends a stream after %d rows', async (count) => {
    await against(endless);
    const cursor = conn!.cursor(SSCursor);
    await cursor.execute('SELECT 1');
    expect(await cursor.fetchmany(count)).toHaveLength(count);
    conn!.destroy();
    expect(conn!.isUsable).toBe(false);
    expect(await inTime(failureOf(cursor.fetchmany(1_000_000)))).toBeInstanceOf(MySQLError);
  });

  test('destroy() ends what reads them all', async () => {
    await against(endless);
    const reading = failureOf(conn!.fetchall('SELECT 1'));
    setTimeout(() => conn!.destroy(), 50);
    const failure = await inTime(reading);
    expect(failure).toBeInstanceOf(OperationalError);
    expect(failure).toMatchObject({ fatal: true });
  });
});

// 20 000 bytes a row: each fills a batch of its own. The loop reads 16 batches, a thread the others.
test.each([1, 15, 16, 17, 18, 20, 40])(
  'all of %d rows that have come are handed over though no more follow for now',
  async (count) => {
    const length = Buffer.from([0xfd, 0x20, 0x4e, 0]);
    const rows = Array.from({ length: count }, (_, i) =>
      Buffer.concat([row(String(i)), length, Buffer.alloc(20_000, 65)]),
    );
    await against((peer) => peer.send(1, ...head, ...rows)); // and then nothing
    const cursor = conn!.cursor(SSCursor);
    await cursor.execute('SELECT 1');
    for (let i = 0; i < count; i++) {
      expect((await inTime(cursor.fetchone(), 2_000))![0]).toBe(i);
    }
  },
);
