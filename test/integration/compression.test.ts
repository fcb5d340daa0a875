/** Compressed traffic carries the same values, and less of it. */
import { type Connection, NotSupportedError } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useDatabase } from '../support/database';
import { CLIENT, SERVER } from '../support/flavor';

useDatabase();

async function bytesSent(conn: Connection): Promise<number> {
  const [, count] = (await conn.fetchone<[string, string]>("SHOW STATUS LIKE 'Bytes_sent'"))!;
  return Number(count);
}

describe.each(APIS)('compression, $name', (api) => {
  test.each([true, 'zlib'] as const)('%s', async (compress) => {
    const plain = await api.connect();
    const compressed = await api.connect({ compress });
    const sql = "SELECT REPEAT('abc', 100000), ?";
    const random = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * i * 7) % 251));
    const rows = await plain.fetchall(sql, [random]);
    expect(await compressed.fetchall(sql, [random])).toEqual(rows);
    expect(plain.compression).toBe('none');
    expect(compressed.compression).toBe('zlib');
    expect(await bytesSent(compressed)).toBeLessThan((await bytesSent(plain)) / 2);
    await plain.close();
    await compressed.close();
  });

  // MariaDB's server has none, and Connector/C's plugin is in a package of its own.
  if (SERVER === 'mariadb' || CLIENT === 'mariadb') {
    test('zstd that is not there says so', async () => {
      const failure = await failureOf(() => api.connect({ compress: 'zstd' }));
      expect(failure).toBeInstanceOf(NotSupportedError);
      expect(failure.message).toMatch(/zstd/);
    });
  } else {
    test('zstd', async () => {
      const conn = await api.connect({ compress: 'zstd', compressionLevel: 5 });
      expect(conn.compression).toBe('zstd');
      const text = 'abc'.repeat(100_000);
      expect(await conn.fetchone('SELECT ?', [text])).toEqual([text]);
      await conn.close();
    });
  }
});
