// What makes the server stumble in a statement that is right as SQL: mistakes in using the driver.

const BARE_PLACEHOLDER = /near '(\?|:[a-z_])/i;

/** It stopped at a string, as a parameter becomes; the message has quotes of its own around it. */
const STRING = /near ''/;
const DIGITS = /near ''\d+'/;

/** Where grammar wants a name, or a number, and the statement has a placeholder. */
const NAME_WANTED =
  /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|DATABASE|SCHEMA|USE|DESCRIBE)\s+(?:\?|:[a-z_]|%s|%\()/i;
const NUMBER_WANTED = /\b(?:LIMIT|OFFSET)\b/i;

const BARE_HINT =
  'The statement has a placeholder, but no parameters were given with it: pass them as the second argument.';
const NAME_HINT =
  'A placeholder stands for a value, never for a name: pass the name as `identifier(name)`.';
const PREPARED_HINT =
  'A placeholder stands for a value, never for a name: write the name into the text, or give it to `execute()` as `identifier(name)`.';
const NUMBER_HINT = 'LIMIT and OFFSET take numbers: pass a number or a bigint, not a string.';

/** Where the server stopped, when a statement begins there: within a block it would have gone on. */
const STATEMENT_BEGINS =
  /near '((?:ALTER|BEGIN|CALL|COMMIT|CREATE|DELETE|DO|DROP|GRANT|INSERT|REPLACE|ROLLBACK|SELECT|SET|SHOW|START|TRUNCATE|UPDATE|USE|WITH)\b)/i;

/** How the text went to the server. */
export interface SentAs {
  readonly multiStatements: boolean;
  /** It was to be prepared, so that placeholders were to be left in it. */
  readonly prepares: boolean;
}

/** The hint for a syntax error (1064) that says more than the usual one; undefined for others. */
export function parseErrorHint(
  message: string,
  sql: string,
  { multiStatements, prepares }: SentAs,
): string | undefined {
  // With parameters no placeholder would have been left for the server to stumble over.
  if (BARE_PLACEHOLDER.test(message)) return prepares ? PREPARED_HINT : BARE_HINT;
  if (DIGITS.test(message) && NUMBER_WANTED.test(sql)) return NUMBER_HINT;
  if (STRING.test(message) && NAME_WANTED.test(sql)) return NAME_HINT;
  const [, begin] = STATEMENT_BEGINS.exec(message) ?? [];
  if (multiStatements || begin === undefined) return undefined;
  if (!new RegExp(`;\\s*${begin}(?=[\\s;(]|$)`, 'i').test(sql)) return undefined;
  return 'A text may hold one statement only: execute them one by one, or connect with `multiStatements: true`, which makes SQL injections more dangerous.';
}
