import { inspect } from 'node:util';
import * as errors from '../../lib/errors';
import { errorFromServer, type MySQLError } from '../../lib/errors';
import { ERROR_DETAILS } from '../support/error-details';

type ErrorName = Exclude<keyof typeof errors, 'errorFromServer'>;

const PARENTS: Record<ErrorName, ErrorName | undefined> = {
  MySQLError: undefined,
  Warning: 'MySQLError',
  Error: 'MySQLError',
  InterfaceError: 'Error',
  DatabaseError: 'Error',
  DataError: 'DatabaseError',
  OperationalError: 'DatabaseError',
  IntegrityError: 'DatabaseError',
  InternalError: 'DatabaseError',
  ProgrammingError: 'DatabaseError',
  NotSupportedError: 'DatabaseError',
};

type Flavor = 'mariadb' | 'mysql' | undefined;

function make(errno: number, flavor: Flavor = 'mariadb', sqlState = 'HY000'): MySQLError {
  return errorFromServer({ errno, sqlState, message: 'text of the server' }, { flavor });
}

function className(errno: number, flavor?: Flavor, sqlState?: string): string {
  return make(errno, flavor, sqlState).name;
}

describe('the hierarchy', () => {
  const names = Object.entries(PARENTS) as [ErrorName, ErrorName | undefined][];

  test.each(names)('%s has its name and its parent', (name, parent) => {
    expect(Object.getPrototypeOf(errors[name])).toBe(parent ? errors[parent] : Error);
    expect(errors[name].name).toBe(name);
    expect(Object.hasOwn(errors[name].prototype, 'name')).toBe(true);
    expect(errors[name].prototype.name).toBe(name);
  });

  test('holds every exported class', () => {
    const exported = Object.keys(errors).filter((name) => name !== 'errorFromServer');
    expect(exported.sort()).toEqual(Object.keys(PARENTS).sort());
  });

  test('a warning is no error of the driver', () => {
    expect(new errors.Warning('cut')).not.toBeInstanceOf(errors.Error);
  });

  test('every class has a code of its own', () => {
    const codes = names.map(([name]) => new errors[name]('x').code);
    expect(codes.every((code) => /^ERR_[A-Z_]+$/.test(code))).toBe(true);
    // Error and MySQLError share theirs.
    expect(new Set(codes).size).toBe(names.length - 1);
  });
});

describe('an error', () => {
  test('carries its details as own enumerable properties, which TypeORM copies', () => {
    expect({ ...new errors.IntegrityError('Duplicate entry', ERROR_DETAILS) }).toEqual(
      ERROR_DETAILS,
    );
  });

  test('has no property for what is not known', () => {
    const error = new errors.DataError('x', { errno: undefined, sql: undefined, cause: undefined });
    expect(Object.keys(error)).toEqual(['code']);
    expect(Object.hasOwn(error, 'cause')).toBe(false);
    expect([error.errno, error.sql, error.hint, error.sqlState]).toEqual(Array(4).fill(undefined));
  });

  test('is neither fatal nor retryable unless it says so', () => {
    const error = new errors.DataError('x', { fatal: false, retryable: false });
    expect([error.fatal, error.retryable]).toEqual([false, false]);
    expect(Object.keys(error)).toEqual(['code']);
  });

  test('prints under its own name, short', () => {
    const [first, ...rest] = inspect(new errors.Error('it broke')).split('\n');
    expect(first).toBe('Error: it broke');
    expect(rest.filter((line) => !/^ +at /.test(line))).toEqual(["  code: 'ERR_MYSQLDB'", '}']);
    expect(new errors.ProgrammingError('wrong').stack).toMatch(/^ProgrammingError: wrong\n/);
  });

  test('keeps its cause as JavaScript errors do', () => {
    const cause = new TypeError('inner');
    const error = new errors.InterfaceError('outer', { cause });
    expect(error.cause).toBe(cause);
    expect(Object.keys(error)).toEqual(['code']);
  });

  test('lets ORMs rewrite it', () => {
    const error = Object.assign(new errors.DatabaseError('x'), { sql: 'SELECT 1', fatal: true });
    expect(error).toMatchObject({ sql: 'SELECT 1', fatal: true });
    expect(new errors.DatabaseError('y').fatal).toBe(false);
  });

  test('gives its name, code and flags to classes that extend it', () => {
    class Mine extends errors.ProgrammingError {}
    expect(new Mine('x')).toMatchObject({ name: 'ProgrammingError', code: 'ERR_PROGRAMMING' });
  });
});

describe('the class of a server error', () => {
  // MySQLdb's table as it stands in its source, by number.
  test.each([
    ['InterfaceError', [0]],
    ['InternalError', [1, 28, 999]],
    ['ProgrammingError', [2014, 1007, 1064, 1102, 1103, 1110, 1111, 1112, 1113, 1146, 1149, 1179]],
    ['DataError', [1171, 1230, 1263, 1264, 1265, 1406, 1441]],
    ['IntegrityError', [1048, 1062, 1169, 1215, 1216, 1217, 1364, 1451, 1452]],
    ['NotSupportedError', [1196, 1235, 1286, 1289]],
    ['OperationalError', [1045, 1049, 1050, 1051, 1054, 1136, 1205, 1213, 1305, 1317, 1644]],
    ['OperationalError', [2002, 2003, 2005, 2006, 2013, 2019, 2059, 5013]],
  ])("is MySQLdb's: %s", (name, errnos) => {
    expect(errnos.map((errno) => className(errno))).toEqual(errnos.map(() => name));
    expect(errnos.map((errno) => className(errno, 'mysql'))).toEqual(errnos.map(() => name));
  });

  test.each([1292, 1300, 1365, 1366, 1367, 1411, 1525, 1690])('is DataError for %i', (errno) => {
    expect(className(errno, undefined)).toBe('DataError');
  });

  test('is IntegrityError for a CHECK constraint on both servers', () => {
    expect(className(4025, 'mariadb')).toBe('IntegrityError');
    expect(className(3819, 'mysql')).toBe('IntegrityError');
  });

  test('depends on the server where a number has two meanings', () => {
    expect(className(4025, 'mysql')).toBe('OperationalError');
    expect(className(1918, 'mysql')).toBe('OperationalError');
    expect(className(1918, 'mariadb')).toBe('DataError');
  });

  test.each([2030, 2031, 2034, 2036, 2056])('is ProgrammingError for misuse %i', (errno) => {
    expect(className(errno)).toBe('ProgrammingError');
  });

  test('is NotSupportedError for what the client library lacks', () => {
    expect([2054, 5002, 5003].map((errno) => className(errno))).toEqual(
      Array(3).fill('NotSupportedError'),
    );
  });

  test('follows the SQLSTATE for numbers that the table lacks, as those of SIGNAL', () => {
    expect(className(1644, 'mysql', '22012')).toBe('DataError');
    expect(className(1644, 'mariadb', '23000')).toBe('IntegrityError');
    expect(className(1845, 'mariadb', '0A000')).toBe('NotSupportedError');
    expect(className(1644, 'mariadb', '45000')).toBe('OperationalError');
    expect(className(1054, 'mariadb', '42S22')).toBe('OperationalError');
  });

  test('is no IntegrityError for an ambiguous column, whose SQLSTATE is 23000', () => {
    expect(className(1052, 'mariadb', '23000')).toBe('OperationalError');
  });
});

describe('errorFromServer', () => {
  test('keeps the text of the server verbatim, and the statement with its placeholders', () => {
    const message = "Duplicate entry 'a\n`b`' for key 'PRIMARY'";
    const sql = 'INSERT INTO t VALUES (?)';
    const server = { errno: 1062, sqlState: '23000', message };
    const error = errorFromServer(server, { flavor: 'mariadb', sql });
    expect(error.message).toBe(message);
    const { hint, ...rest } = error;
    expect(rest).toEqual({
      errno: 1062,
      code: 'ER_DUP_ENTRY',
      sqlState: '23000',
      sqlMessage: message,
      sql,
    });
    expect(hint).not.toBe('');
  });

  test('has no sqlState and no sql when there is none', () => {
    const error = errorFromServer({ errno: 1, sqlState: '', message: 'x' }, { flavor: undefined });
    expect(Object.keys(error)).toEqual(['code', 'errno', 'sqlMessage']);
  });

  test('calls an error without a number by the name of its class', () => {
    expect(make(0).code).toBe('ERR_INTERFACE');
  });

  test.each([2002, 2003, 2005, 2006, 2013, 2026, 2055, 1040, 1053, 1130, 1153])(
    'is fatal for %i on both servers',
    (errno) => {
      expect([make(errno, 'mariadb'), make(errno, 'mysql')].map(({ fatal }) => fatal)).toEqual([
        true,
        true,
      ]);
    },
  );

  test('is fatal for the end of a connection as each server calls it', () => {
    expect([make(1927, 'mariadb').fatal, make(1927, 'mysql').fatal]).toEqual([true, false]);
    for (const errno of [3032, 3168, 3169, 4031, 4081, 4082, 6400]) {
      expect([make(errno, 'mysql').fatal, make(errno, 'mariadb').fatal]).toEqual([true, false]);
    }
  });

  test.each([1045, 1054, 1062, 1064, 1205, 1213, 1317, 2014, 2020])(
    'is not fatal for %i',
    (errno) => expect(make(errno).fatal).toBe(false),
  );

  test.each<[string, 'mariadb' | 'mysql' | undefined, number[]]>([
    ['locks', undefined, [1205, 1213, 1689, 3058, 1614]],
    ['a table that was altered meanwhile', undefined, [1412, 1615]],
    ['a server that is full or not there yet', undefined, [1040, 1203, 2002, 2003]],
    ['a statement that could not be sent', undefined, [2006]],
    ["MariaDB's snapshots", 'mariadb', [1020]],
    ["MySQL's NOWAIT and group replication", 'mysql', [3572, 3132, 3133, 3197, 3781]],
  ])('is retryable after %s', (_what, flavor, errnos) => {
    const flavors = flavor ? [flavor] : (['mariadb', 'mysql'] as const);
    for (const each of flavors) {
      expect(errnos.filter((errno) => !make(errno, each).retryable)).toEqual([]);
    }
    const other = flavor === 'mysql' ? 'mariadb' : 'mysql';
    if (flavor) expect(errnos.filter((errno) => make(errno, other).retryable)).toEqual([]);
  });

  test('is retryable when the SQLSTATE says that the server has rolled back', () => {
    expect(make(3101, 'mysql', '40000').retryable).toBe(true);
    expect(make(1644, 'mariadb', '40001').retryable).toBe(true);
  });

  // After 2013 the statement may have taken effect.
  test.each([1045, 1062, 1317, 1969, 2005, 2013, 3024])('is not retryable for %i', (errno) => {
    expect([make(errno, 'mariadb'), make(errno, 'mysql')].map((e) => e.retryable)).toEqual([
      false,
      false,
    ]);
  });

  test('believes the caller, who knows what was going on', () => {
    const server = { errno: 2013, sqlState: 'HY000', message: 'x' };
    const error = errorFromServer(server, {
      flavor: undefined,
      hint: 'Try later.',
      fatal: false,
      retryable: true,
    });
    expect(error).toMatchObject({ hint: 'Try later.', fatal: false, retryable: true });
  });
});

describe('hints', () => {
  const hints = (['mariadb', 'mysql'] as const).flatMap((flavor) =>
    Array.from({ length: 6000 }, (_, errno) => make(errno, flavor).hint ?? []).flat(),
  );

  test('are there for what beginners meet first', () => {
    const met = [1040, 1045, 1046, 1049, 1054, 1064, 1146, 1153, 1205, 1213, 1317];
    const lost = [2002, 2003, 2005, 2006, 2013, 2014, 2020];
    expect([...met, ...lost].filter((errno) => make(errno, undefined).hint === undefined)).toEqual(
      [],
    );
  });

  test('are one sentence each', () => {
    expect(hints.length).toBeGreaterThan(60);
    expect(hints.filter((hint) => !/^[A-Z'](?!.*\. [A-Z]).*\.$/.test(hint))).toEqual([]);
  });

  test('stay out of the message', () => {
    expect(make(1045).message).toBe('text of the server');
  });

  test('are those of the server at hand', () => {
    expect(make(4031, 'mysql').hint).toMatch(/wait_timeout/);
    expect(make(4031, 'mariadb').hint).toBeUndefined();
  });
});
