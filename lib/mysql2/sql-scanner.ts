/** Finds its way through SQL text: what is a string, a quoted name or a comment holds no placeholder. */

/** What the session's `sql_mode` changes in how quotes are read. */
export interface QuoteMode {
  /** Double quotes are for names. */
  readonly ansiQuotes?: boolean;
  /** Backslashes are plain characters. */
  readonly noBackslashEscapes?: boolean;
}

export const USUAL_QUOTES: QuoteMode = { ansiQuotes: false, noBackslashEscapes: false };

const ANSI: QuoteMode = { ansiQuotes: true, noBackslashEscapes: false };
const PLAIN: QuoteMode = { ansiQuotes: false, noBackslashEscapes: true };
const PLAIN_ANSI: QuoteMode = { ansiQuotes: true, noBackslashEscapes: true };

let lastSqlMode = '';
let lastQuoteMode = USUAL_QUOTES;

/** The same object for modes that mean the same; asked by every statement. */
export function quoteModeOf(sqlMode = ''): QuoteMode {
  if (sqlMode !== lastSqlMode) {
    lastQuoteMode = readQuoteMode(sqlMode);
    lastSqlMode = sqlMode;
  }
  return lastQuoteMode;
}

function readQuoteMode(sqlMode: string): QuoteMode {
  const isAnsi = sqlMode.includes('ANSI_QUOTES');
  if (sqlMode.includes('NO_BACKSLASH_ESCAPES')) return isAnsi ? PLAIN_ANSI : PLAIN;
  return isAnsi ? ANSI : USUAL_QUOTES;
}

const BACKSLASH = 92;

/** The index behind the string or name whose quote stands at `at`; of an open one the text's end. */
function endOfQuoted(sql: string, at: number, hasEscapes: boolean): number {
  const quote = sql.charCodeAt(at);
  for (let i = at + 1; i < sql.length; i++) {
    const code = sql.charCodeAt(i);
    if (code === BACKSLASH && hasEscapes) i++;
    else if (code === quote) {
      // Doubled it stands for itself.
      if (sql.charCodeAt(i + 1) !== quote) return i + 1;
      i++;
    }
  }
  return sql.length;
}

/** The index behind the text's next `end`. */
function endAt(sql: string, end: string, from: number): number {
  const found = sql.indexOf(end, from);
  return found === -1 ? sql.length : found + end.length;
}

/**
 * The index behind the string, quoted name or comment that begins at `at`; `at` itself when none does.
 * What is in `/*!` is for the server, so it is no comment, and neither are the hints in `/*+`.
 */
export function skipQuoted(sql: string, at: number, mode: QuoteMode): number {
  switch (sql[at]) {
    case "'":
      return endOfQuoted(sql, at, !mode.noBackslashEscapes);
    case '"':
      return endOfQuoted(sql, at, !mode.noBackslashEscapes && !mode.ansiQuotes);
    case '`':
      return endOfQuoted(sql, at, false);
    case '#':
      return endAt(sql, '\n', at);
    case '-':
      return /^--(?:[\0- ]|$)/.test(sql.slice(at, at + 3)) ? endAt(sql, '\n', at) : at;
    case '/':
      return /^\/\*(?![!+])/.test(sql.slice(at, at + 3)) ? endAt(sql, '*/', at + 2) : at;
    default:
      return at;
  }
}

/** Calls `found` with the index of each match of the pattern that stands in no string and no comment. */
export function scan(
  sql: string,
  pattern: RegExp,
  mode: QuoteMode,
  found: (match: RegExpExecArray) => void,
): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const end = skipQuoted(sql, match.index, mode);
    if (end > match.index) pattern.lastIndex = end;
    else found(match);
  }
}

/** A `?` or `??`: where it stands, and how many question marks it has. */
export interface Placeholder {
  readonly at: number;
  readonly length: number;
}

const QUESTION_MARK = 63;

/** By the code of a character: whether a string, a quoted name or a comment may begin with it. */
const BEGINS_QUOTED = new Uint8Array(128);
for (const character of `'"\`#-/`) BEGINS_QUOTED[character.charCodeAt(0)] = 1;

/** Placeholders of texts that came before, for programs that send the same text again. */
const known = new Map<string, readonly Placeholder[]>();
const MAX_KNOWN = 500;
const MAX_KNOWN_LENGTH = 4096;
/** Of longer texts only the last: ORMs insert many rows in batches of one size. */
let lastLong: { readonly sql: string; readonly placeholders: readonly Placeholder[] } | undefined;
const MAX_LONG_LENGTH = 256 * 1024;

/** The placeholders of a statement; three and more question marks in a row are none. */
export function placeholdersOf(sql: string, mode: QuoteMode): readonly Placeholder[] {
  if (mode !== USUAL_QUOTES || sql.length > MAX_LONG_LENGTH) return findPlaceholders(sql, mode);
  const isLong = sql.length > MAX_KNOWN_LENGTH;
  const before = isLong ? longPlaceholders(sql) : known.get(sql);
  if (before !== undefined) return before;
  const placeholders = findPlaceholders(sql, mode);
  if (isLong) {
    lastLong = { sql, placeholders };
  } else {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(sql, placeholders);
  }
  return placeholders;
}

function longPlaceholders(sql: string): readonly Placeholder[] | undefined {
  return lastLong?.sql === sql ? lastLong.placeholders : undefined;
}

/** Character by character: of many rows' placeholders a regular expression would make as many matches. */
function findPlaceholders(sql: string, mode: QuoteMode): Placeholder[] {
  const placeholders: Placeholder[] = [];
  for (let at = 0; at < sql.length;) {
    const code = sql.charCodeAt(at);
    if (code === QUESTION_MARK) {
      let length = 1;
      while (sql.charCodeAt(at + length) === QUESTION_MARK) length++;
      if (length <= 2) placeholders.push({ at, length });
      at += length;
    } else if (BEGINS_QUOTED[code] === 1) at = Math.max(skipQuoted(sql, at, mode), at + 1);
    else at++;
  }
  return placeholders;
}

const TOKENS = /[A-Za-z_0-9$]+|[(),;]|[^\s]/g;
const ENDS_ASSIGNMENTS =
  /^(?:where|order|group|having|limit|union|returning|into|for|lock|offset|window|procedure|on|from)$/i;

/**
 * Whether an assignment may stand at an index: behind SET, ON DUPLICATE KEY UPDATE, or the comma behind
 * another assignment of those. Only there an object may become `name = value`.
 */
export function takesAssignment(sql: string, at: number, mode: QuoteMode): boolean {
  let depth = 0;
  let setDepth = -1;
  let takes = false;
  let word = '';
  let before = '';
  scan(sql.slice(0, at), new RegExp(TOKENS), mode, ({ 0: token }) => {
    before = word;
    word = token.toLowerCase();
    takes = false;
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (token === ',') takes = depth === setDepth;
    const begins =
      (word === 'set' && !/^char(?:acter)?$/.test(before)) ||
      (word === 'update' && before === 'key');
    if (begins) {
      setDepth = depth;
      takes = true;
    } else if (depth < setDepth || token === ';' || ENDS_ASSIGNMENTS.test(token)) {
      if (depth <= setDepth) setDepth = -1;
    }
  });
  return takes && !endsInString(sql, at);
}

/** Whether the text just before an index is not blank and belongs to no token that was seen. */
function endsInString(sql: string, at: number): boolean {
  return /['"`]\s*$/.test(sql.slice(0, at));
}
