/** Against a server of its own, whose max_allowed_packet is small. */
import { connect, connectSync, type Connection, OperationalError } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { failureOf } from '../support/apis';
import { COMMAND_BYTES } from '../support/flavor';

const LIMIT = 64 * 1024;
const INSERT = 'INSERT INTO many VALUES (?)';
const MOST = LIMIT - COMMAND_BYTES - "INSERT INTO many VALUES ('')".length;

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ options: { 'max-allowed-packet': LIMIT } });
  const conn = connectSync(server.connectOptions);
  conn.execute('CREATE DATABASE packets');
  conn.execute('CREATE TABLE packets.many (a LONGTEXT)');
  conn.close();
}, 60_000);

afterAll(() => server.stop());

describe.each(['async', 'sync'])('%s executemany', (api) => {
  let conn: Connection;

  beforeEach(async () => {
    const options = { ...server.connectOptions, database: 'packets', autocommit: true };
    conn = api === 'async' ? await connect(options) : (connectSync(options) as never);
    await conn.execute('TRUNCATE TABLE many');
  });

  afterEach(() => conn.close());

  test('sends statements that the server takes, and asks it once', async () => {
    const rows = Array.from({ length: 1000 }, () => ['x'.repeat(1000)]);
    const cur = conn.cursor();
    expect(await cur.executemany(INSERT, rows)).toBe(1000);
    expect(cur.statementCount).toBe(16);
    const [, before] = (await conn.fetchone("SHOW SESSION STATUS LIKE 'Com_select'"))!;
    await cur.executemany(INSERT, rows);
    const [, after] = (await conn.fetchone("SHOW SESSION STATUS LIKE 'Com_select'"))!;
    expect(after).toBe(before);
  });

  test.each(['INSERT INTO many VALUES (?)', 'INSERT INTO many SET a = ?'])(
    '%s: a row of the largest size, and one byte more',
    async (sql) => {
      const most = LIMIT - COMMAND_BYTES - (sql.length - 1 + "''".length);
      const largest = ['x'.repeat(most - 1)];
      expect(await conn.cursor().executemany(sql, [['a'], largest, ['b']])).toBe(3);
      const error = await failureOf(() =>
        conn.cursor().executemany(sql, [['a'], ['x'.repeat(most)], ['b']]),
      );
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ errno: 1153, code: 'ER_NET_PACKET_TOO_LARGE', rowIndex: 1 });
      expect(error.message).toMatch(/^Row 1 /);
      expect(error.fatal).toBe(false);
      expect(await conn.fetchone('SELECT 1')).toEqual([1]);
    },
  );

  test('the server itself hangs up at that size', async () => {
    const error = await failureOf(() => conn.execute(INSERT, ['x'.repeat(MOST)]));
    expect(error.fatal).toBe(true);
  });
});
