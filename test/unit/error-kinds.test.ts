import { errorName } from '../../lib/constants/error-names';
import { KIND_GROUPS } from '../../lib/constants/error-kinds';
import { errorKind } from '../../lib/constants/error-table';
import { ER, MARIADB_ER, MYSQL_ER } from '../../lib/constants/server-errors';

type Flavor = 'mariadb' | 'mysql';
const FLAVORS = ['mariadb', 'mysql'] as const;

describe('the table of classes', () => {
  const all = Object.entries(KIND_GROUPS).flatMap(([of, groups]) =>
    groups.flatMap(({ errnos }) => errnos.map((errno) => ({ of, errno }))),
  );

  test('has each number once, and a flavour repeats nothing of what is common', () => {
    for (const flavor of FLAVORS) {
      const errnos = all.filter(({ of }) => of !== flavor).map(({ errno }) => errno);
      expect(errnos.filter((errno, i) => errnos.indexOf(errno) !== i)).toEqual([]);
    }
  });

  test('has the names of the server that each part is about', () => {
    for (const { of, errno } of all) {
      const flavors = of === 'shared' ? FLAVORS : [of as Flavor];
      for (const flavor of flavors) expect(errorName(errno, flavor)).not.toBe(`ER_${errno}`);
    }
  });

  test('says nothing in common of a number that means two things', () => {
    const names = KIND_GROUPS.shared.flatMap(({ errnos }) => errnos);
    // Up to 1879 these are two names of one error, as SLAVE and REPLICA are.
    const doubtful = names.filter((errno) => errorName(errno, undefined) === `ER_${errno}`);
    expect(doubtful.filter((errno) => errno > 1879)).toEqual([]);
  });
});

describe('by number alone, without the help of a SQLSTATE', () => {
  test.each<[Flavor, string, number[]]>([
    ['mysql', 'IntegrityError', [3819, 3673, 3730, 3734, 3780, 6125, 1821, 1822, 1824, 1369]],
    ['mysql', 'DataError', [3140, 3141, 3142, 3143, 3144, 3145, 3146, 3147, 3148, 3149, 3150]],
    ['mysql', 'DataError', [3151, 3153, 3154, 3155, 3156, 3157, 3158, 3165, 3069, 3070, 3071]],
    ['mysql', 'DataError', [3033, 3037, 3516, 3548, 3616, 3617, 3643, 3902, 4032, 4033, 4034]],
    ['mysql', 'DataError', [3685, 3691, 3697, 3854, 3988, 3998, 4074, 4122, 6136, 6137, 6138]],
    ['mysql', 'NotSupportedError', [3106, 3110, 3167, 3618, 3640, 3658, 3704, 3705, 3999]],
    ['mysql', 'ProgrammingError', [4028, 1243, 1210]],
    ['mysql', 'OperationalError', [1425, 1426, 1427, 3024, 3572, 3105, 4031, 4025, 4038, 4204]],
    ['mariadb', 'IntegrityError', [4025, 1821, 1701, 1526, 1369]],
    ['mariadb', 'DataError', [1916, 1977, 4035, 4038, 4040, 4042, 4048, 4178, 4203, 4204, 4084]],
    ['mariadb', 'NotSupportedError', [1907, 1970, 1971, 4063, 4137, 4182, 4185]],
    ['mariadb', 'ProgrammingError', [4091, 4092, 4161, 1243]],
    ['mariadb', 'OperationalError', [1425, 1927, 1969, 1979, 3143, 3819, 4151, 4206]],
  ])('%s: %s', (flavor, kind, errnos) => {
    expect(errnos.map((errno) => [errno, errorKind(errno, 'HY000', flavor)])).toEqual(
      errnos.map((errno) => [errno, kind]),
    );
  });

  test('a class wins over a SQLSTATE that misleads', () => {
    expect(errorKind(3618, '22S00', 'mysql')).toBe('NotSupportedError');
    expect(errorKind(1052, '23000', 'mysql')).toBe('OperationalError');
  });
});

test('names that say they are not supported are NotSupportedErrors, but for what has a SQLSTATE', () => {
  const left = FLAVORS.flatMap((flavor) =>
    Object.values({ ...ER, ...(flavor === 'mysql' ? MYSQL_ER : MARIADB_ER) })
      .filter((errno) => /NOT_IMPLEMENTED|NOT_SUPPORTED|UNSUPPORTED/.test(errorName(errno, flavor)))
      .filter((errno) => errorKind(errno, 'HY000', flavor) !== 'NotSupportedError')
      .map((errno) => errorName(errno, flavor)),
  );
  // Warnings, logs, keys and replication; what comes as 0A000; MySQLdb's 1112; grants and logins.
  const known =
    /WARN|BINLOG|REPLICA|SLAVE|_MT[SA]_|ALTER_OPERATION_NOT|GTID|UNSUPPORTED_(ENGINE|EXTENSION|INDEX|SQL_MODE|USE_OF)|ER_NOT_SUPPORTED_AUTH|IDENTIFIED_BY|IF_NOT_EXISTS/;
  expect([...new Set(left)].filter((name) => !known.test(name)).sort()).toEqual([]);
});
