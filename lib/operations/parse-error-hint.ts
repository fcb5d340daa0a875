// What makes the server stumble in a statement that is right as SQL: two mistakes in using the driver.

const BARE_PLACEHOLDER = /near '(\?|:[a-z_])/i;

/** Where the server stopped, when a statement begins there: within a block it would have gone on. */
const STATEMENT_BEGINS =
  /near '((?:ALTER|BEGIN|CALL|COMMIT|CREATE|DELETE|DO|DROP|GRANT|INSERT|REPLACE|ROLLBACK|SELECT|SET|SHOW|START|TRUNCATE|UPDATE|USE|WITH)\b)/i;

/** The hint for a syntax error (1064) that says more than the usual one; undefined for others. */
export function parseErrorHint(
  message: string,
  sql: string,
  multiStatements: boolean,
): string | undefined {
  // With parameters no placeholder would have been left for the server to stumble over.
  if (BARE_PLACEHOLDER.test(message)) {
    return 'The statement has a placeholder, but no parameters were given with it: pass them as the second argument.';
  }
  const [, begin] = STATEMENT_BEGINS.exec(message) ?? [];
  if (multiStatements || begin === undefined) return undefined;
  if (!new RegExp(`;\\s*${begin}(?=[\\s;(]|$)`, 'i').test(sql)) return undefined;
  return 'A text may hold one statement only: execute them one by one, or connect with `multiStatements: true`, which makes SQL injections more dangerous.';
}
