import { MySQLError, SSCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { COMMAND_BYTES } from '../support/flavor';

useDatabase();

const MIB = 1024 * 1024;

describe.each(APIS)('$name large values', (api) => {
  const conn = useConnection(api, { autocommit: true });

  async function maxPacket(): Promise<number> {
    const [bytes] = (await conn().fetchone('SELECT @@max_allowed_packet'))!;
    return bytes as number;
  }

  test.each([
    ['a text', 'x'],
    ['a text beyond latin1', '列'],
  ])('%s of 8 MiB there and back', async (_what, letter) => {
    const text = letter.repeat((8 * MIB) / Buffer.byteLength(letter));
    const [back] = (await conn().fetchone('SELECT ?', [text]))!;
    // Not toEqual, which would print it.
    expect(back === text).toBe(true);
  });

  test('bytes of 8 MiB there and back', async () => {
    const bytes = Buffer.alloc(8 * MIB);
    for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE((i * 2_654_435_761) >>> 0, i);
    const [back] = (await conn().fetchone('SELECT ?', [bytes]))!;
    expect(Buffer.isBuffer(back) && back.equals(bytes)).toBe(true);
  });

  test('a statement that fills max_allowed_packet', async () => {
    // The limit itself is too much.
    const frame = "SELECT LENGTH('')";
    const length = (await maxPacket()) - 1 - COMMAND_BYTES - frame.length;
    const sql = `SELECT LENGTH('${'x'.repeat(length)}')`;
    expect(await conn().fetchone(sql)).toEqual([length]);
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
  });

  test('a value beyond max_allowed_packet is an error that says so', async () => {
    const own = await api.connect();
    const sql = 'SELECT LENGTH(?)';
    const params = ['x'.repeat((await maxPacket()) + 1)];
    const error = await failureOf(() => own.fetchone(sql, params));
    expect(error).toBeInstanceOf(MySQLError);
    expect(error).toMatchObject({ name: 'OperationalError', sql });
    expect(error.hint).toContain('max_allowed_packet');
    expect(error.retryable).toBe(false);
    expect(error.message.length).toBeLessThan(1000);
    // The server hangs up after it: either it is fatal, or the connection works.
    expect(own.isUsable).toBe(!error.fatal);
    if (own.isUsable) expect(await own.fetchone('SELECT 1')).toEqual([1]);
    else expect(await failureOf(() => own.fetchone('SELECT 1'))).toBeInstanceOf(MySQLError);
    await own.close();
    expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
  });

  test('a row beyond 16 MiB, which takes several packets', async () => {
    const half = 10 * MIB;
    const sql = `SELECT REPEAT('a', ${half}), REPEAT('b', ${half}), 'end'`;
    const [a, b, end] = (await conn().fetchone(sql))!;
    expect([(a as string).length, (b as string).length, end]).toEqual([half, half, 'end']);
    expect((a as string).replaceAll('a', '') + (b as string).replaceAll('b', '')).toBe('');
    const stream = conn().cursor(SSCursor);
    await stream.execute(sql);
    const row = (await stream.fetchone())!;
    expect(row.map((value) => (value as string).length)).toEqual([half, half, 3]);
    expect(await stream.fetchone()).toBeNull();
  });

  test.each([0xfa, 0xfb, 0xfc, 0xff, 0x100, 0xfffe, 0xffff, 0x10000, 0xfffffd, 0xfffffe, 0xffffff])(
    'a value of %p bytes, a border of the protocol',
    async (length) => {
      const [value] = (await conn().fetchone(`SELECT REPEAT('z', ${length})`))!;
      expect((value as string).length).toBe(length);
      expect((value as string).replaceAll('z', '')).toBe('');
      expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    },
  );

  test('many values around the size of a batch', async () => {
    const sizes = Array.from({ length: 60 }, (_, i) => 16_384 - 30 + i);
    const list = sizes.map((size) => `SELECT ${size} AS n, REPEAT('é', ${size}) AS t`);
    const rows = await conn().fetchall(list.join(' UNION ALL '));
    expect(rows.map(([n, text]) => (text as string).length - (n as number))).toEqual(
      sizes.map(() => 0),
    );
  });
});
