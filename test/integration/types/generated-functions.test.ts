/**
 * Calls of the servers' functions with arguments of all kinds: what they give by the binary protocol is
 * what they give by text. What a server cannot do it refuses, and then there is nothing to compare.
 */
import { connectSync, type MySQLError } from '../../../lib';
import { serverUrl } from '../../support/apis';
import { useDatabase } from '../../support/database';
import { seededRandom } from '../../support/generated';

useDatabase();

const VALUES = [
  ...['0', '1', '-1', '2', '7', '127', '255', '65535', '2147483647', '2147483648', '4294967295'],
  ...['4294967296', '-2147483649', '9007199254740993', '9223372036854775807'],
  ...[
    '-9223372036854775808',
    '18446744073709551615',
    '1.5',
    '-0.5',
    '0.1',
    '1e10',
    '-1e9',
    '1e300',
  ],
  ...[
    '123456789012345678901234567890.123456789',
    "''",
    "'a'",
    "'abc'",
    "'😀'",
    "'ü😀b'",
    "'12abc'",
  ],
  ...["'-1.5e3'", "'2024-02-29'", "'2024-02-29 23:59:59.123456'", "'0000-00-00'", "'-838:59:59'"],
  ...["'10:11:12.000001'", 'NULL', 'TRUE', "DATE'2024-02-29'", "TIME'-12:34:56.789'"],
  ...["TIMESTAMP'2024-12-31 23:59:59.999999'", "x'00ff80'", "b'101'", "_latin1'x'", '202402'],
  ...['CAST(1.25 AS DECIMAL(30,10))', "CAST('x' AS CHAR(300))", 'CAST(5 AS UNSIGNED)', '20240229'],
  ...['\'{"a": [1, 2.5]}\'', '\'[1,"x",null]\'', "'$.a'", "'%Y-%m-%d %H:%i:%s.%f'", "'::1'"],
  ...["'1.2.3.4'", 'POINT(1, 2)', '1 DIV 3', 'SQRT(2)', 'PI()'],
];

/** Functions that need their arguments alone; how many they take, the server knows. */
const FUNCTIONS = `
  ABS ADDDATE ADDTIME ASCII ATAN AVG BIN BIT_AND BIT_COUNT BIT_LENGTH BIT_OR BIT_XOR CEILING CHAR
  CHAR_LENGTH CHARSET CHR COALESCE COERCIBILITY COMPRESS CONCAT CONCAT_WS CONV CONVERT_TZ COUNT CRC32
  DATE DATEDIFF DATE_FORMAT DAYNAME DAYOFYEAR DEGREES ELT EXP EXPORT_SET FIELD FIND_IN_SET FLOOR FORMAT
  FROM_BASE64 FROM_DAYS FROM_UNIXTIME GREATEST GROUP_CONCAT HEX HOUR IF IFNULL INET6_ATON INET6_NTOA
  INET_ATON INET_NTOA INSERT INSTR INTERVAL ISNULL JSON_ARRAY JSON_ARRAYAGG JSON_CONTAINS JSON_DEPTH
  JSON_EXTRACT JSON_INSERT JSON_KEYS JSON_LENGTH JSON_MERGE_PATCH JSON_OBJECT JSON_QUOTE JSON_REMOVE
  JSON_SEARCH JSON_SET JSON_TYPE JSON_UNQUOTE JSON_VALID JSON_VALUE LAST_DAY LAST_INSERT_ID LCASE LEAST
  LEFT LENGTH LN LOCATE LOG LOWER LPAD LTRIM MAKEDATE MAKETIME MAKE_SET MAX MD5 MICROSECOND MID MIN
  MINUTE MOD MONTH NULLIF NVL NVL2 OCT ORD PERIOD_ADD PERIOD_DIFF POW QUARTER QUOTE REGEXP_INSTR
  REGEXP_REPLACE REGEXP_SUBSTR REPEAT REPLACE REVERSE RIGHT ROUND RPAD SECOND SEC_TO_TIME SHA2 SIGN
  SOUNDEX SPACE SQRT STD STRCMP STR_TO_DATE ST_ASTEXT ST_GEOMFROMTEXT ST_X SUBSTR SUBSTRING_INDEX
  SUBTIME SUM TIME TIMEDIFF TIMESTAMP TIME_FORMAT TIME_TO_SEC TO_BASE64 TO_DAYS TO_SECONDS TRUNCATE
  UNHEX UNIX_TIMESTAMP UPPER UUID_TO_BIN VARIANCE WEEK WEIGHT_STRING YEAR YEARWEEK`
  .trim()
  .split(/\s+/);

const UNITS = ['MICROSECOND', 'SECOND', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];

/** Operators, and functions with words between their arguments: `#` is an expression, `$` a unit. */
const FORMS = [
  ...[
    '# + #',
    '# - #',
    '# * #',
    '# / #',
    '# DIV #',
    '# % #',
    '# & #',
    '# | #',
    '~#',
    '# << #',
    '-#',
  ],
  ...[
    '# >> #',
    '# ^ #',
    'NOT #',
    '# = #',
    '# <=> #',
    '# LIKE #',
    '# AND #',
    '# XOR #',
    '# IS NULL',
  ],
  ...[
    '# BETWEEN # AND #',
    '# IN (#, #)',
    'CASE WHEN # THEN # ELSE # END',
    'CASE # WHEN # THEN # END',
  ],
  ...['CAST(# AS SIGNED)', 'CAST(# AS UNSIGNED)', 'CAST(# AS DECIMAL(20, 5))', 'CAST(# AS CHAR)'],
  ...['CAST(# AS CHAR(3))', 'CAST(# AS BINARY(4))', 'CAST(# AS DATE)', 'CAST(# AS DATETIME(6))'],
  ...['CAST(# AS TIME(3))', 'CAST(# AS DOUBLE)', 'CAST(# AS JSON)', 'CAST(# AS YEAR)'],
  ...['DATE_ADD(#, INTERVAL # $)', 'TIMESTAMPDIFF($, #, #)', 'TIMESTAMPADD($, #, #)'],
  ...['EXTRACT($ FROM #)', 'TRIM(BOTH # FROM #)', 'CONVERT(# USING latin1)', 'POSITION(# IN #)'],
  ...['SUBSTRING(# FROM # FOR #)', 'GROUP_CONCAT(DISTINCT # SEPARATOR "-")', 'SUM(#) OVER ()'],
  ...['(SELECT # UNION SELECT # LIMIT 1)', 'LAG(#, 1) OVER ()', 'RANK() OVER (ORDER BY #)'],
];

type Random = (bound: number) => number;

function expression(random: Random, depth: number): string {
  const pick = (from: readonly string[]): string => from[random(from.length)]!;
  const argument = (): string =>
    depth > 0 && random(4) === 0 ? `(${expression(random, depth - 1)})` : pick(VALUES);
  if (random(5) < 2) {
    return pick(FORMS).replace(/[#$]/g, (hole) => (hole === '#' ? argument() : pick(UNITS)));
  }
  const list = Array.from({ length: 1 + random(3) }, argument);
  return `${pick(FUNCTIONS)}(${list.join(', ')})`;
}

type Connection = ReturnType<typeof connectSync>;

/** All that is seen of a query: what failed is seen, too. */
function seen(conn: Connection, sql: string, prepared: boolean): unknown {
  const cur = conn.cursor(undefined, { json: 'string' });
  try {
    cur.execute(sql, [], { prepared });
    return { description: cur.description, rows: cur.fetchall() };
  } catch (error) {
    const { errno, message } = error as MySQLError;
    return errno === undefined ? message : { errno };
  }
}

test.each([1, 2, 3])('functions and operators of seed %d', (seed) => {
  const random = seededRandom(seed);
  const conn = connectSync(serverUrl());
  conn.execute("SET sql_mode = '', time_zone = '+00:00'");
  let compared = 0;
  for (let i = 0; i < 3000; i++) {
    const sql = `SELECT ${expression(random, 2)} AS a`;
    const expected = seen(conn, sql, false);
    if (isRefused(expected)) continue;
    expect({ sql, seen: seen(conn, sql, true) }).toEqual({ sql, seen: expected });
    compared++;
  }
  conn.close();
  expect(compared).toBeGreaterThan(1000);
});

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'errno' in result;
