import { type Api, PROTOCOLS } from '../../support/apis';
import { useDatabase } from '../../support/database';
import { jsonOf, KNOWS_JSON, ofClient } from '../../support/flavor';
import { IS_MARIADB, readBack, select, SERVER_VERSION } from './read-back';

useDatabase();

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const DOCUMENTS = [
  'null',
  'true',
  '1',
  '-0.5',
  '""',
  '"it\'s \\"quoted\\" \\\\ \\u20ac € 😀"',
  '[]',
  '{}',
  '{"a": {"b": [1, 2.5, "x", null, false]}}',
  '{"__proto__": {"x": 1}, "constructor": 2}',
  '  [1]  ',
];

describe('JSON', () => {
  test('is parsed where it is known for JSON', async () => {
    expect(await readBack('JSON', [...DOCUMENTS.map(quoted), 'NULL'])).toEqual([
      ...DOCUMENTS.map(jsonOf),
      null,
    ]);
  });

  test("is its text with json: 'string'", async () => {
    const options = { json: 'string' } as const;
    // MariaDB keeps the text, and MySQL makes one of what it has parsed.
    const texts = IS_MARIADB
      ? DOCUMENTS
      : DOCUMENTS.map((text) => text.replace('\\u20ac', '€').trim());
    expect(await readBack('JSON', [...DOCUMENTS.map(quoted), 'NULL'], options)).toEqual([
      ...texts,
      null,
    ]);
  });

  test('of any length', async () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'é€' })));
    expect(await readBack('JSON', [quoted(text)])).toEqual([jsonOf(text)]);
  });

  test('made by functions', async () => {
    expect(await select("SELECT JSON_OBJECT('a', JSON_ARRAY(1, 'x'))")).toEqual([
      jsonOf('{"a": [1, "x"]}'),
    ]);
    expect(await select("SELECT JSON_EXTRACT('{\"a\": 1}', '$.a')")).toEqual([jsonOf('1')]);
    expect(await select('SELECT JSON_UNQUOTE(\'"[1]"\')')).toEqual(['[1]']);
  });

  test('that is a plain text column stays text', async () => {
    expect(await readBack('LONGTEXT', ["'[1]'"])).toEqual(['[1]']);
  });

  // An integer beyond 2^53 inside a document is rounded, as JSON.parse does it: the documented loss.
  test('rounds the integers that JSON.parse rounds', async () => {
    expect(await readBack('JSON', ["'[9007199254740993]'"])).toEqual([
      KNOWS_JSON ? [9007199254740992] : '[9007199254740993]',
    ]);
  });
});

if (IS_MARIADB) {
  describe('what only MariaDB has', () => {
    // MySQL lets none in.
    test.each(PROTOCOLS)(
      'JSON that is none is an error where it is parsed, and does not hold up other rows ($name)',
      async (api) => {
        const conn = await api.connect();
        await conn.execute('CREATE TEMPORARY TABLE broken (id INT, v JSON)');
        await conn.execute('SET SESSION check_constraint_checks = 0');
        await conn.execute(`INSERT INTO broken VALUES (1, '{"a":'), (2, '[]')`);
        const read = async (): Promise<unknown> => conn.fetchall('SELECT v FROM broken');
        const found = await read().catch((error: unknown) => error);
        const error: unknown = expect.objectContaining({
          ...{ name: 'DataError', code: 'ERR_MYSQLDB_JSON' },
          hint: expect.stringContaining("json: 'string'") as unknown,
        });
        expect(found).toEqual(KNOWS_JSON ? error : [['{"a":'], ['[]']]);
        expect(await conn.fetchall('SELECT v FROM broken WHERE id = 2')).toEqual([[jsonOf('[]')]]);
        await conn.close();
      },
    );

    test.each(PROTOCOLS)('types are told by their names ($name)', async (api) => {
      const conn = await api.connect();
      await conn.execute('CREATE TEMPORARY TABLE named (j JSON, u UUID, i INET6, t LONGTEXT)');
      const { fields } = await conn.execute('SELECT * FROM named');
      expect(fields!.map(({ extendedType }) => extendedType)).toEqual(
        ofClient({ mariadb: ['json', 'uuid', 'inet6', ''], mysql: ['', '', '', ''] }),
      );
      await conn.close();
    });

    test('UUID', async () => {
      const values = [
        '00000000-0000-0000-0000-000000000000',
        '123e4567-e89b-12d3-a456-426655440000',
      ];
      expect(await readBack('UUID', [...values.map(quoted), 'NULL'])).toEqual([...values, null]);
    });

    test('INET4 and INET6', async () => {
      const six = ['::', '::1', '2001:db8::ff00:42:8329', '::ffff:192.0.2.1'];
      expect(await readBack('INET6', [...six.map(quoted), 'NULL'])).toEqual([...six, null]);
      const four = ['0.0.0.0', '255.255.255.255'];
      expect(await readBack('INET4', [...four.map(quoted), 'NULL'])).toEqual([...four, null]);
    });
  });
}

// MariaDB takes none whose length is beyond a float.
const VECTOR = Float32Array.of(1, -0.5, IS_MARIADB ? 1e18 : 3.4028234663852886e38, 1e-45);

/** Writes a vector as a parameter, and reads it. */
async function vectorBack(api: Api): Promise<unknown> {
  const conn = await api.connect();
  await conn.execute('CREATE TEMPORARY TABLE vectors (v VECTOR(4) NULL)');
  await conn.cursor().executemany('INSERT INTO vectors VALUES (?)', [[VECTOR], [null]]);
  const rows = await conn.fetchall('SELECT v FROM vectors');
  await conn.close();
  return rows;
}

if (!IS_MARIADB && Number.parseInt(SERVER_VERSION) >= 9) {
  test.each(PROTOCOLS)("MySQL's VECTOR is a Float32Array, with every bit ($name)", async (api) => {
    expect(await vectorBack(api)).toEqual([[VECTOR], [null]]);
  });
}

if (IS_MARIADB && Number.parseFloat(SERVER_VERSION) >= 11.7) {
  // The server does not tell a VECTOR from a VARBINARY.
  test.each(PROTOCOLS)(
    "MariaDB's VECTOR is a Buffer of floats, with every bit ($name)",
    async (api) => {
      expect(await vectorBack(api)).toEqual([[Buffer.from(VECTOR.buffer)], [null]]);
    },
  );
}

test.each(PROTOCOLS)(
  'a Float32Array goes as its bytes, as any typed array ($name)',
  async (api) => {
    const conn = await api.connect();
    const views = [VECTOR, new BigInt64Array([-1n, 2n]), new DataView(VECTOR.buffer, 4, 4)];
    const bytes = views.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    // A bare ? of a prepared statement is text to MySQL.
    const sql = `SELECT ${views.map(() => 'CAST(? AS BINARY)').join(', ')}`;
    expect(await conn.fetchone(sql, views)).toEqual(bytes);
    await conn.close();
  },
);
