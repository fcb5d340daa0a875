/** docs/flavors.md against the server and the client library of this run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capabilities, clientInfo, type Connection, ServerCursor } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { CLIENT, ofServer, SERVER } from '../support/flavor';
import { numbersTo } from '../support/numbers';

const TEXT = readFileSync(join(__dirname, '../../docs/flavors.md'), 'utf8');

/** The rows of the table whose first heading is this, by their first cell. */
function tableOf(heading: string): Map<string, Record<string, string>> {
  const lines = TEXT.split('\n');
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const start = lines.findIndex((line) => cells(line)[0] === heading);
  const [, ...names] = cells(lines[start]!);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return new Map(
    rows.slice(0, end).map((line) => {
      const [name, ...values] = cells(line);
      return [name!, Object.fromEntries(names.map((each, i) => [each, values[i]!]))];
    }),
  );
}

describe('client libraries', () => {
  const table = tableOf('`capabilities`');
  const column = (): string => {
    if (CLIENT === 'mysql') return '`mysql`';
    return Number.parseFloat(clientInfo) < 3.4 ? '`mariadb` before 3.4' : '`mariadb` from 3.4';
  };
  const { flavor: _, ...told } = capabilities;

  test.each(Object.entries(told))('%s is %p, as documented', (name, value) => {
    expect(table.get(`\`${name}\``)?.[column()]).toBe(`\`${value}\``);
  });

  test('no others are documented', () => {
    expect([...table.keys()].sort()).toEqual(
      Object.keys(told)
        .map((name) => `\`${name}\``)
        .sort(),
    );
  });
});

type Finding = (conn: Connection) => Promise<string>;

const failing =
  (
    sql: string,
    what: (error: { errno?: number; sqlState?: string; message: string }) => unknown,
  ): Finding =>
  async (conn) =>
    String(what(await failureOf(() => conn.execute(sql))));
const succeeds =
  (sql: string): Finding =>
  async (conn) =>
    conn.execute(sql).then(
      () => 'yes',
      () => 'no',
    );

const FINDINGS: Record<string, Finding> = {
  'Prepared `SELECT ?` of bytes': async (conn) => {
    const cursor = await conn.execute('SELECT ?', [Buffer.from('a')], { prepared: true });
    const [value] = (await cursor.fetchone())!;
    return Buffer.isBuffer(value) ? 'Buffer' : typeof value;
  },
  'Bytes left of a long `SELECT ?` by a `ServerCursor`': async (conn) => {
    const cursor = conn.cursor(ServerCursor);
    await cursor.execute('SELECT ?', ['x'.repeat(70_000)]);
    return String(((await cursor.fetchone())![0] as string).length);
  },
  'CHECK that does not hold': failing('INSERT INTO flavored VALUES (2, -1)', (e) => e.errno),
  'Statement over its time limit': failing(
    ofServer({
      mariadb: 'SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(10)',
      mysql: `SELECT /*+ MAX_EXECUTION_TIME(50) */ COUNT(*) FROM ${numbersTo(1e8)}`,
    }),
    (e) => e.errno,
  ),
  'SQLSTATE of a wrong integer': failing(
    "INSERT INTO flavored VALUES (2, 'many')",
    (e) => e.sqlState,
  ),
  'Key of a duplicate entry': failing(
    'INSERT INTO flavored VALUES (1, 1)',
    (e) => /for key '(.*)'/.exec(e.message)?.[1],
  ),
  'Column type of JSON': async (conn) => {
    const cursor = await conn.execute('SELECT document FROM documents');
    return String(cursor.description![0]![1]);
  },
  '`INSERT … RETURNING`': succeeds('INSERT INTO flavored VALUES (3, 1) RETURNING id'),
  "`sql_mode = 'ORACLE'`": succeeds("SET sql_mode = 'ORACLE'"),
};

describe('servers', () => {
  useDatabase();
  const [api] = APIS;
  const conn = useConnection(api!, { autocommit: true });
  beforeEach(async () => {
    await conn().execute('DROP TABLE IF EXISTS flavored, documents');
    await conn().execute('CREATE TABLE flavored (id INT PRIMARY KEY, age INT CHECK (age > 0))');
    await conn().execute('CREATE TABLE documents (document JSON)');
    await conn().execute('INSERT INTO flavored VALUES (1, 1)');
  });

  test.each([...tableOf('What')])('%s', async (name, { [`\`${SERVER}\``]: documented }) => {
    expect(`\`${await FINDINGS[name]!(conn())}\``).toBe(documented);
  });

  test('every finding is documented', () => {
    expect([...tableOf('What').keys()].sort()).toEqual(Object.keys(FINDINGS).sort());
  });
});
