/** A server that sends wider rows than servers do must not write beyond the scratch buffer. */
import { cleanEnd, runChild } from '../../support/child';
import { column, eof, FakeServer, FIELD, row } from '../../support/fake-server';

/** One row of so many columns. Its slots take 8 bytes each, and the scratch buffer has 64 KiB. */
async function wideServer(columns: number): Promise<FakeServer> {
  const size = Buffer.alloc(3);
  size[0] = 0xfc; // a length of two bytes follows
  size.writeUInt16LE(columns, 1);
  const definitions = Array.from({ length: columns }, () => column('c', FIELD.longlong));
  const cells = row(...Array.from({ length: columns }, () => '7'));
  return FakeServer.open(async (peer) => {
    await peer.login();
    while ((await peer.query()) !== undefined)
      peer.send(1, size, ...definitions, eof(), cells, eof());
  });
}

const script = (way: string): string => `
  const seen = [];
  for (let i = 0; i < 3; i++) {
    const conn = ${way};
    try {
      const rows = await conn.fetchall('SELECT 1');
      seen.push(rows.every((row) => row.every((cell) => cell === 7)) ? 'rows' : 'wrong rows');
    } catch (error) {
      seen.push(error instanceof MySQLError ? 'error' : String(error));
    }
    await conn.close();
  }
  console.log([...new Set(seen)].join());
`;

const WAYS = [
  ['async', 'await connect(WIDE)'],
  ['sync', 'connectSync(WIDE)'],
] as const;

describe.each(WAYS)('%s', (_name, way) => {
  test.each([
    [4096, 'rows'],
    [9000, 'error'],
    [60_000, 'error'],
  ])('%i columns', async (columns, expected) => {
    const server = await wideServer(columns);
    try {
      const source = `const WIDE = ${JSON.stringify(server.options)};
        const { MySQLError } = require(${JSON.stringify(require.resolve('../../../dist'))});
        ${script(way)}`;
      const end = await runChild(source, { deadline: 25_000 });
      expect(end).toMatchObject(cleanEnd(expected));
    } finally {
      await server.close();
    }
  });
});
