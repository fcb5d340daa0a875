import { isWordCode } from './char-codes';

/**
 * What statements begin with that read or change data, or are of transactions: whether one is open, the
 * server tells.
 */
const OF_DATA =
  /^[\s(]*(?:select|insert|update|delete|replace|with|values|table|start\s+transaction|begin(?:\s+work)?\s*$|(?:commit|rollback)(?!.*\brelease\b)|savepoint|release\s+savepoint)\b/is;
/** A table of which some columns are named, in parentheses that no call has. */
const INSERT_INTO =
  /^[\s(]*(?:insert|replace)\s+(?:ignore\s+)?(?:into\s+)?(?:(?:`[^`]+`|[\w$]+)\s*\.\s*)?(?:`[^`]+`|[\w$]+)\s*\(/iy;
/** Variables, further statements, and comments behind which a function's name may stand. */
const UNCLEAR = ['@', ';', '--', '#'];

/** Words that a parenthesis may follow which calls nothing. */
const KEYWORDS = new Set(
  `all and any as between by case else except exists from group having ignore in index intersect
  interval join key like limit not on or over partition returning row select set some table then
  union update using value values when where xor`.split(/\s+/),
);
/** Functions of both servers that leave the session alone, and types with a length. */
const FUNCTIONS = new Set(
  `abs avg binary bit_and bit_count bit_length bit_or bit_xor cast ceil ceiling char char_length
  coalesce concat concat_ws convert count cume_dist curdate current_date current_time
  current_timestamp curtime date date_add date_format date_sub datediff datetime day dayofmonth
  dayofweek dayofyear decimal dense_rank elt extract field find_in_set first_value floor format
  from_unixtime greatest group_concat hex hour if ifnull instr isnull json_array json_arrayagg
  json_contains json_extract json_length json_object json_objectagg json_quote json_search json_set
  json_unquote json_value lag last_day last_value lcase lead least left length ln localtime
  localtimestamp locate log log10 log2 lower lpad ltrim match max md5 microsecond mid min minute mod
  month now nth_value ntile nullif numeric octet_length percent_rank position pow power quarter rank
  regexp_replace repeat replace reverse right round row_number rpad rtrim second sha sha1 sha2 sign
  sqrt std stddev str_to_date strcmp substr substring substring_index sum sysdate time timediff
  timestamp timestampadd timestampdiff to_days trim truncate ucase unhex unix_timestamp upper
  utc_date utc_time utc_timestamp uuid var_pop variance varchar week weekday year yearweek`.split(
    /\s+/,
  ),
);

/** A longer text takes longer to run than a reset does: it is not looked through. */
const LONGEST = 65_536;

/**
 * Whether a statement leaves its session as it found it, as far as its text tells: it is of data, without
 * variables, and calls no function but well-known ones. Rather no than yes: what stands in a literal counts
 * as well. What triggers and views do that it uses is not in the text.
 */
export function keepsSession(sql: string): boolean {
  if (sql.length > LONGEST || UNCLEAR.some((text) => sql.includes(text))) return false;
  if (!OF_DATA.test(sql)) return false;
  for (let at = sql.indexOf('(', columnsOf(sql)); at >= 0; at = sql.indexOf('(', at + 1)) {
    if (!callsNothing(sql, at)) return false;
  }
  return true;
}

/** Where the names of the columns begin that an INSERT gives values for, 0 when it names none. */
function columnsOf(sql: string): number {
  INSERT_INTO.lastIndex = 0;
  return INSERT_INTO.test(sql) ? INSERT_INTO.lastIndex : 0;
}

/**
 * Whether what stands before a parenthesis is no function, or a well-known one. Servers look for a function
 * of the user's where a space follows the name or a database precedes it.
 */
function callsNothing(sql: string, parenthesis: number): boolean {
  let end = parenthesis;
  while (isSpace(sql.charCodeAt(end - 1))) end--;
  let begin = end;
  while (isWordCode(sql.charCodeAt(begin - 1))) begin--;
  const before = sql[begin - 1];
  if (begin === end) return before !== '`' && before !== '"' && !sql.endsWith('*/', end);
  if (before === '.' || before === '`' || before === '"') return false;
  const word = sql.slice(begin, end).toLowerCase();
  return KEYWORDS.has(word) || (end === parenthesis && FUNCTIONS.has(word));
}

/** NaN, before the text, is none. */
function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
