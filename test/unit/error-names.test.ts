import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CR } from '../../lib/constants/client-errors';
import { errorName } from '../../lib/constants/error-names';
import { ER, MARIADB_ER, MYSQL_ER } from '../../lib/constants/server-errors';

/** Runs the generator, on a copy of it all in `root` when that is given. */
function generate(args: readonly string[], root = join(__dirname, '../..')) {
  const script = join(root, 'scripts/generate-constants.mjs');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

describe('errors by name', () => {
  test('have the numbers that the headers of the client library say', () => {
    expect(generate(['--check'])).toMatchObject({ stderr: '', status: 0 });
  });

  test('have the names of MySQLdb', () => {
    expect(ER).toMatchObject({
      ...{ DUP_ENTRY: 1062, PARSE_ERROR: 1064, LOCK_DEADLOCK: 1213, CONSTRAINT_FAILED: 4025 },
      ...{ WARN_DATA_TRUNCATED: 1265, WARN_DATA_OUT_OF_RANGE: 1264 },
    });
    expect(CR).toMatchObject({ SERVER_GONE_ERROR: 2006, SERVER_LOST: 2013, ERR_NET_READ: 5013 });
  });

  test('are those of both servers and of both client libraries, the newest too', () => {
    expect(ER).toMatchObject({ CHECK_CONSTRAINT_VIOLATED: 3819, TO_VECTOR_CONVERSION: 6138 });
    expect(ER).toMatchObject({ SIGNAL_SKIP_ROW_FROM_TRIGGER: 4208, VECTOR_FORMAT_INVALID: 4204 });
    expect(ER).toMatchObject({ SLAVE_NOT_RUNNING: 1199, REPLICA_NOT_RUNNING: 1199 });
    expect(CR).toMatchObject({ INVALID_CLIENT_CHARSET: 2074, STMT_NO_RESULT: 5025 });
  });

  test('are errors only: no bounds, sections and placeholders', () => {
    const names = [...Object.keys(ER), ...Object.keys(CR)];
    expect(
      names.filter((name) =>
        /^UNUSED|UNUSED_?\d|ERROR_FIRST|^(MIN|MAX)_ERROR|LAST_ERROR|ERROR_LAST|LAST_MYSQL|MYSQL_\d/.test(
          name,
        ),
      ),
    ).toEqual([]);
  });

  test('with a number on each server are in no common table', () => {
    expect(MARIADB_ER.ACCOUNT_HAS_BEEN_LOCKED).toBe(4151);
    expect(MYSQL_ER.ACCOUNT_HAS_BEEN_LOCKED).toBe(3118);
    expect(Object.keys(MARIADB_ER).sort()).toEqual(Object.keys(MYSQL_ER).sort());
    for (const [name, number] of Object.entries(MARIADB_ER)) {
      expect(ER).not.toHaveProperty(name);
      expect(MYSQL_ER).not.toHaveProperty(name, number);
    }
  });
});

describe('the generator', () => {
  let root: string;
  const header = (lines: string) => lines.replace(/^\s+/gm, '');

  /** A copy of the scripts and the tables, with headers of our own beside them. */
  beforeEach(() => {
    mkdirSync(join(__dirname, '../../build'), { recursive: true });
    root = mkdtempSync(join(__dirname, '../../build/generator-'));
    for (const folder of ['scripts', 'lib/constants'])
      cpSync(join(__dirname, '../..', folder), join(root, folder), { recursive: true });
    const files: Record<string, string> = {
      'mariadb/mariadb_version.h': `#define MARIADB_BASE_VERSION "mariadb-11.8"
        #define MARIADB_PACKAGE_VERSION "3.4.10"`,
      'mariadb/mysqld_error.h': `#define ER_ERROR_FIRST 1000
        #define ER_SAME 1062
        #define ER_MOVED 4151
        #define WARN_BARE 1265
        #define ER_UNUSED_1 1101
        #define ER_MYSQL_3061 3061`,
      'mariadb/errmsg.h': '#define CR_MIN_ERROR 2000\n#define CR_LOST 2013 /* why */',
      'mysql/mysql_version.h': `#define MYSQL_BASE_VERSION "mysqld-9.7"
        #define LIBMYSQL_VERSION "9.7.4"`,
      'mysql/mysqld_error.h': `#define ER_SAME 1062
        #define ER_MOVED 3118
        //#define OBSOLETE_ER_OLD__UNUSED 1784
        //#define OBSOLETE_ER_BACK 3227
        #define ER_BACK 3898
        //#define OBSOLETE_ER_UNUSED1 1150
        #define ER_LOGGED 10001`,
      'mysql/errmsg.h': '#define CR_LOST 2013\n#define CR_NEW 2075',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), header(text));
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const dirs = () => ['--mariadb', join(root, 'mariadb'), '--mysql', join(root, 'mysql')];

  test('writes what both servers and both client libraries have, each name once', () => {
    expect(generate(dirs(), root)).toMatchObject({ stderr: '', status: 0 });
    const written = readFileSync(join(root, 'lib/constants/server-errors.ts'), 'utf8');
    const tables = [...written.matchAll(/^export const (\w+) = .*\{\n([^}]*)/gm)];
    const entries = tables.map(([, name, body]) => [name, body!.match(/\w+: \d+/g)]);
    expect(Object.fromEntries(entries)).toEqual({
      ER: ['SAME: 1062', 'WARN_BARE: 1265', 'OLD: 1784', 'BACK: 3898'],
      MARIADB_ER: ['MOVED: 4151'],
      MYSQL_ER: ['MOVED: 3118'],
    });
    expect(written).toContain('both: 1, mariadb: 1, mysql: 2');
    expect(written).toContain("['WARN_BARE']");
    const client = readFileSync(join(root, 'lib/constants/client-errors.ts'), 'utf8');
    expect(client.match(/\w+: \d+/g)).toEqual(['LOST: 2013', 'NEW: 2075']);
    expect(generate([...dirs(), '--check'], root)).toMatchObject({ stderr: '', status: 0 });
  });

  test('tells when the files are not what the named headers say', () => {
    const { stderr, status } = generate([...dirs(), '--check'], root);
    expect(stderr).toMatch(/server-errors\.ts is not what the headers say/);
    expect(status).toBe(1);
  });

  test('needs both folders to write', () => {
    const { stderr, status } = generate(dirs().slice(0, 2), root);
    expect(stderr).toMatch(/--mariadb DIR --mysql DIR/);
    expect(status).toBe(1);
  });

  test('tells when a number of the installed headers is another one', () => {
    const path = join(root, 'lib/constants/client-errors.ts');
    const text = readFileSync(path, 'utf8').replace('SERVER_LOST: 2013', 'SERVER_LOST: 2999');
    writeFileSync(path, text);
    const { stderr, status } = generate(['--check'], root);
    expect(stderr).toMatch(/another number than 2013 for SERVER_LOST/);
    expect(status).toBe(1);
  });
});

describe('errorName', () => {
  test.each([
    [1062, 'ER_DUP_ENTRY'],
    [1264, 'ER_WARN_DATA_OUT_OF_RANGE'],
    [1265, 'WARN_DATA_TRUNCATED'],
    [1305, 'ER_SP_DOES_NOT_EXIST'],
    [2013, 'CR_SERVER_LOST'],
    [2047, 'CR_CONN_UNKNOWN_PROTOCOL'],
    [2068, 'CR_LOAD_DATA_LOCAL_INFILE_REJECTED'],
    [5013, 'CR_ERR_NET_READ'],
  ])('of %i is %s whatever the server', (errno, name) => {
    expect(errorName(errno, 'mariadb')).toBe(name);
    expect(errorName(errno, 'mysql')).toBe(name);
    expect(errorName(errno, undefined)).toBe(name);
  });

  test.each([
    [1199, 'ER_SLAVE_NOT_RUNNING', 'ER_REPLICA_NOT_RUNNING'],
    [1617, 'WARN_NO_MASTER_INFO', 'WARN_NO_CONNECTION_METADATA'],
    [4025, 'ER_CONSTRAINT_FAILED', 'ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE'],
    [4031, 'ER_REFERENCED_TRG_DOES_NOT_EXIST', 'ER_CLIENT_INTERACTION_TIMEOUT'],
    [4151, 'ER_ACCOUNT_HAS_BEEN_LOCKED', 'ER_BULK_PARSER_INCOMPLETE_ESCAPE_SEQUENCE'],
    [3118, 'ER_3118', 'ER_ACCOUNT_HAS_BEEN_LOCKED'],
    [1927, 'ER_CONNECTION_KILLED', 'ER_1927'],
    [3136, 'ER_3136', 'ER_VTOKEN_PLUGIN_TOKEN_MISMATCH'],
    [4208, 'ER_SIGNAL_SKIP_ROW_FROM_TRIGGER', 'ER_4208'],
    [6138, 'ER_6138', 'ER_TO_VECTOR_CONVERSION'],
  ])('of %i follows the server', (errno, mariadb, mysql) => {
    expect(errorName(errno, 'mariadb')).toBe(mariadb);
    expect(errorName(errno, 'mysql')).toBe(mysql);
  });

  test('does not guess: without a server, what means two things has no name', () => {
    expect(errorName(4025, undefined)).toBe('ER_4025');
    expect(errorName(3819, undefined)).toBe('ER_CHECK_CONSTRAINT_VIOLATED');
    expect(errorName(9999, 'mysql')).toBe('ER_9999');
  });

  test('finds every name of the tables by its number', () => {
    const names = (['mariadb', 'mysql'] as const).flatMap((flavor) =>
      Object.values({ ...ER, ...(flavor === 'mysql' ? MYSQL_ER : MARIADB_ER) }).map((errno) =>
        errorName(errno, flavor).replace(/^ER_/, ''),
      ),
    );
    const known = Object.keys({ ...ER, ...MARIADB_ER });
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
  });
});
