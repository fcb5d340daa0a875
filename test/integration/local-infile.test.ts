/** LOAD DATA LOCAL from what the caller gives, and only from that. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Connection, type InfileSource, ProgrammingError } from '../../lib';
import * as lowLevel from '../../lib/low-level';
import { APIS, failureOf, serverOptions } from '../support/apis';
import { administer, useConnection, useDatabase } from '../support/database';
import { ofClient, ofServer } from '../support/flavor';

useDatabase();

/** The server must allow it too; it is restored, since other test files share the server. */
beforeAll(() => administer('SET GLOBAL local_infile = 1'));

const directory = mkdtempSync(join(tmpdir(), 'mysqldb-infile-'));
afterAll(() => rmSync(directory, { recursive: true }));

const LOAD = "LOAD DATA LOCAL INFILE 'any name' INTO TABLE loaded (id, name)";
const LOCAL = { code: 'ERR_MYSQLDB_LOCAL_INFILE' };

const prepare = async (conn: Connection): Promise<void> => {
  await conn.execute('DROP TABLE IF EXISTS loaded');
  await conn.execute('CREATE TABLE loaded (id INT PRIMARY KEY, name TEXT) CHARSET utf8mb4');
};
const loaded = (conn: Connection) =>
  conn.fetchall<[number, string]>('SELECT id, name FROM loaded ORDER BY id');

describe.each(APIS)('LOAD DATA LOCAL, $name', (api) => {
  const conn = useConnection(api, { localInfile: true, autocommit: true });
  const load = async (infile: InfileSource) => {
    await prepare(conn());
    const cursor = conn().cursor();
    await cursor.execute(LOAD, undefined, { infile });
    expect(conn().info).toMatch(/^Records: /);
    return loaded(conn());
  };

  test('from a string', async () => {
    expect(await load('1\tone\n2\tzwölf 🐬\n')).toEqual([
      [1, 'one'],
      [2, 'zwölf 🐬'],
    ]);
  });

  test('from a function, which is told the name that the server asks for', async () => {
    await prepare(conn());
    const asked: string[] = [];
    const infile = (name: string): string => {
      asked.push(name);
      return '1\tone\n';
    };
    await conn().cursor().execute(LOAD, undefined, { infile });
    expect(asked).toEqual(['any name']);
    expect(await loaded(conn())).toEqual([[1, 'one']]);
  });

  test('from bytes', async () => {
    expect(await load(Buffer.from('1\tone\n'))).toEqual([[1, 'one']]);
    expect(await load(new Uint8Array([0x37, 9, 0xc3, 0xa9, 10]))).toEqual([[7, 'é']]);
  });

  test('from an iterable, whatever its pieces are', async () => {
    expect(await load(['1\to', 'ne', '', '\n2\t', Buffer.from('two\n')])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(await load([])).toEqual([]);
  });

  test('from a generator that makes more than memory should hold at once', async () => {
    const rows = 200_000;
    function* lines(): Generator<string> {
      for (let id = 0; id < rows; id++) yield `${id}\t${'x'.repeat(20)}\n`;
    }
    await prepare(conn());
    await conn().execute(LOAD, undefined, { infile: lines() });
    expect(await conn().fetchone('SELECT COUNT(*), SUM(id) FROM loaded')).toEqual([
      rows,
      String((rows * (rows - 1)) / 2),
    ]);
  });

  test('rows are counted, and the connection goes on', async () => {
    await prepare(conn());
    const cursor = conn().cursor();
    expect(await cursor.execute(LOAD, undefined, { infile: '1\ta\n2\tb\n3\tc\n' })).toBe(3);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('an error of the server is that of any statement', async () => {
    await prepare(conn());
    const cursor = conn().cursor();
    const error = await failureOf(() =>
      cursor.execute(LOAD.replace('loaded', 'nowhere'), undefined, { infile: '1\ta\n' }),
    );
    expect(error).toMatchObject({ errno: 1146, fatal: false });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a source that fails leaves nothing behind, and says why', async () => {
    await prepare(conn());
    const cause = new Error('disk on fire');
    function* lines(): Generator<string> {
      yield '1\tone\n'.repeat(1);
      throw cause;
    }
    const error = await failureOf(() => conn().execute(LOAD, undefined, { infile: lines() }));
    expect(error).toMatchObject({ ...LOCAL, fatal: true, cause });
    expect(conn().isUsable).toBe(false);
    const other = await api.connect();
    expect(await loaded(other)).toEqual([]);
    await other.close();
  });

  test('what is no source is refused before anything is sent', async () => {
    for (const infile of [5, null, {}, Symbol.iterator, Uint16Array.of(49)]) {
      const error = await failureOf(() =>
        conn().execute(LOAD, undefined, { infile: infile as never }),
      );
      expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    }
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('no such file');
      },
      { cause: new RangeError('no such file') },
    ],
    ['gives no source', () => 5, { cause: { code: 'ERR_MYSQLDB_ARGUMENT' } }],
  ])('a function that %s ends it', async (_what, infile, expected) => {
    await prepare(conn());
    const error = await failureOf(() =>
      conn().execute(LOAD, undefined, { infile: infile as never }),
    );
    expect(error).toMatchObject({ ...LOCAL, fatal: true, ...expected });
  });

  test('a piece that is no text ends it', async () => {
    await prepare(conn());
    const error = await failureOf(() => conn().execute(LOAD, undefined, { infile: [7] as never }));
    expect(error).toMatchObject({ ...LOCAL, name: 'ProgrammingError', fatal: true });
    expect(error.message).toMatch(/string or a Uint8Array/);
  });

  test('a source that fails with an error of the driver has it as its cause', async () => {
    await prepare(conn());
    const cause = new ProgrammingError('No such table', { code: 'ER_NO_SUCH_TABLE' });
    function* lines(): Generator<string> {
      throw cause;
    }
    const error = await failureOf(() => conn().execute(LOAD, undefined, { infile: lines() }));
    expect(error).toMatchObject({ ...LOCAL, name: 'OperationalError', cause });
  });

  test.each([
    "LOAD DATA INFILE 'rows' INTO TABLE loaded",
    "LOAD DATA INFILE 'rows' INTO TABLE local",
    'INSERT INTO loaded VALUES (1, "one")',
  ])('a source for %s is refused before anything is sent', async (sql) => {
    await prepare(conn());
    const error = await failureOf(() => conn().execute(sql, undefined, { infile: '1\ta\n' }));
    expect(error).toMatchObject({ ...LOCAL, name: 'ProgrammingError', fatal: false });
    expect(error.hint).toMatch(/LOCAL/);
    expect(await loaded(conn())).toEqual([]);
  });

  test('LOCAL may stand in a comment for one server', async () => {
    await prepare(conn());
    const sql = "load /* it's */ data /*!40000 local */ infile 'x' into table loaded (id, name)";
    await conn().execute(sql, undefined, { infile: '1\tone\n' });
    expect(await loaded(conn())).toEqual([[1, 'one']]);
  });
});

describe.each(APIS)('LOAD DATA LOCAL that nobody allowed, $name', (api) => {
  test('is off unless it is asked for', async () => {
    const conn = await api.connect();
    const refused = await failureOf(() => conn.execute(LOAD, undefined, { infile: '1\ta\n' }));
    expect(refused).toMatchObject(LOCAL);
    expect(refused.hint).toMatch(/localInfile/);
    await prepare(conn);
    // libmysqlclient lets the server ask, and refuses it then.
    const errno = ofClient({ mariadb: ofServer({ mariadb: 4166, mysql: 3948 }), mysql: 2068 });
    expect(await failureOf(() => conn.execute(LOAD))).toMatchObject({ errno });
    await conn.close();
  });

  test('a statement without a source gets nothing, and loses the connection', async () => {
    const conn = await api.connect({ localInfile: true, autocommit: true });
    await prepare(conn);
    const file = join(directory, 'secret.tsv');
    writeFileSync(file, '1\tsecret\n');
    const sql = LOAD.replace('any name', file);
    const error = await failureOf(() => conn.execute(sql));
    expect(error).toMatchObject({ errno: 2068, fatal: true });
    expect(conn.isUsable).toBe(false);
    const other = await api.connect();
    expect(await loaded(other)).toEqual([]);
    await other.close();
  });
});

describe.each(APIS)('after a source was read, $name', (api) => {
  const options = { localInfile: true, autocommit: true, multiStatements: true };
  const NOTHING = { errno: 2068, fatal: true };

  test('a second statement of the text gets nothing', async () => {
    const conn = await api.connect(options);
    await prepare(conn);
    const cursor = conn.cursor();
    await cursor.execute(`${LOAD}; ${LOAD}`, undefined, { infile: '1\tone\n' });
    expect(cursor.rowcount).toBe(1);
    expect(await failureOf(() => cursor.nextset())).toMatchObject(NOTHING);
    const other = await api.connect();
    expect(await loaded(other)).toEqual([[1, 'one']]);
    await other.close();
  });

  test('a statement that is sent ahead gets nothing', async () => {
    const how = api.name === 'async' ? lowLevel.connect : lowLevel.connectSync;
    const conn = await how({ ...serverOptions(), ...options });
    await conn.query('DROP TABLE IF EXISTS loaded');
    await conn.query('CREATE TABLE loaded (id INT PRIMARY KEY, name TEXT)');
    await conn.query(LOAD, { infile: '1\tone\n' });
    expect(conn.affectedRows()).toBe(1);
    const error = await failureOf(async () => {
      await conn.sendQuery(LOAD); // with libmysqlclient this reads the answer
      await conn.readQueryResult();
    });
    expect(error).toMatchObject(NOTHING);
  });
});

describe.each(APIS)('LOAD DATA LOCAL from a directory, $name', (api) => {
  const allowed = join(directory, api.name);
  beforeAll(() => {
    mkdirSync(join(allowed, 'deeper'), { recursive: true });
    writeFileSync(join(allowed, 'rows.tsv'), '1\tone\n2\ttwo\n');
    writeFileSync(join(allowed, 'deeper', 'rows.tsv'), '3\tthree\n');
    writeFileSync(join(directory, 'outside.tsv'), '9\tstolen\n');
    symlinkSync(join(directory, 'outside.tsv'), join(allowed, 'link.tsv'));
    execFileSync('mkfifo', [join(allowed, 'pipe')]);
  });
  const loadFile = async (name: string, localInfileDir = allowed) => {
    const conn = await api.connect({ localInfileDir, autocommit: true });
    await prepare(conn);
    try {
      await conn.execute(LOAD.replace('any name', name));
      return await loaded(conn);
    } finally {
      await conn.close();
    }
  };

  test('a file in it, by its path or relative to it', async () => {
    const rows = [
      [1, 'one'],
      [2, 'two'],
    ];
    expect(await loadFile('rows.tsv')).toEqual(rows);
    expect(await loadFile(join(allowed, 'rows.tsv'))).toEqual(rows);
    expect(await loadFile('deeper/rows.tsv')).toEqual([[3, 'three']]);
  });

  test('the root directory holds every file', async () => {
    expect(await loadFile(join(allowed, 'deeper', 'rows.tsv'), '/')).toEqual([[3, 'three']]);
  });

  test.each(['../outside.tsv', 'link.tsv', join(directory, 'outside.tsv'), '/etc/passwd'])(
    '%s is not in it',
    async (name) => {
      const error = await failureOf(() => loadFile(name));
      expect(error).toMatchObject({ ...LOCAL, name: 'ProgrammingError', fatal: true });
      expect(error.message).toContain(`${name}', which is outside`);
    },
  );

  test.each(['deeper', '.'])('%s is a directory', async (name) => {
    const error = await failureOf(() => loadFile(name));
    expect(error).toMatchObject({ ...LOCAL, name: 'ProgrammingError', fatal: true });
    expect(error.message).toMatch(`'${name}' is a directory`);
  });

  test.each(['pipe', '/dev/zero'])('%s is no regular file, and is not waited for', async (name) => {
    const error = await failureOf(() => loadFile(name, name === 'pipe' ? allowed : '/'));
    expect(error).toMatchObject({ ...LOCAL, name: 'ProgrammingError', fatal: true });
    expect(error.message).toMatch(`'${name}' is no regular file`);
  });

  test('a file that is not there is named', async () => {
    const error = await failureOf(() => loadFile('deeper/nothing.tsv'));
    expect(error).toMatchObject({ ...LOCAL, name: 'OperationalError', fatal: true });
    expect(error).toMatchObject({ cause: { code: 'ENOENT' } });
    expect(error.message).toContain("'deeper/nothing.tsv'");
  });
});

describe('LOAD DATA LOCAL from what comes later', () => {
  const [async, sync] = APIS;
  const conn = useConnection(async!, { localInfile: true, autocommit: true });
  const load = async (infile: InfileSource) => {
    await prepare(conn());
    await conn().execute(LOAD, undefined, { infile });
    return loaded(conn());
  };

  test('from a stream', async () => {
    expect(await load(Readable.from(['1\tone\n', '2\ttwo\n']))).toHaveLength(2);
  });

  test('from an async generator, while the event loop turns', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    async function* lines(): AsyncGenerator<string> {
      for (let id = 0; id < 20; id++) {
        await new Promise((resolve) => setImmediate(resolve));
        yield `${id}\tx\n`;
      }
    }
    expect(await load(lines())).toHaveLength(20);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  test('a source that rejects is as one that throws', async () => {
    await prepare(conn());
    const cause = new Error('connection reset by peer');
    const infile = new Readable({ read() {} });
    infile.push('1\tone\n');
    setImmediate(() => infile.destroy(cause));
    expect(await failureOf(() => conn().execute(LOAD, undefined, { infile }))).toMatchObject({
      cause,
    });
  });

  test('destroying the connection ends a statement whose source is silent', async () => {
    await prepare(conn());
    let asked: () => void;
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const infile = new Readable({ read: () => asked() });
    const running = failureOf(() => conn().execute(LOAD, undefined, { infile }));
    await waiting;
    conn().destroy();
    expect(await running).toMatchObject({ fatal: true });
    expect(infile.destroyed).toBe(true);
  });

  test('a sync connection cannot wait for it', async () => {
    const connection = await sync!.connect({ localInfile: true });
    const error = await failureOf(() =>
      connection.execute(LOAD, undefined, { infile: Readable.from(['']) }),
    );
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    await connection.close();
  });
});
