/**
 * What statements begin with that change data and read it. A transaction is in the status that the server
 * tells; what else is to be seen of a session is by functions and variables.
 */
const OF_DATA =
  /^[\s(]*(?:select|insert|update|delete|replace|with|values|table|start\s+transaction|begin(?!\s+not)|commit|rollback|savepoint|release\s+savepoint)\b/i;

/** Named locks are held by a session, and LAST_INSERT_ID(n) is kept by it; the server announces neither. */
const KEPT_SILENTLY = /_locks?\b|last_insert_id/i;

/** A longer text takes longer to run than a reset does: it is not looked through. */
const LONGEST = 65_536;

/**
 * Whether a statement leaves its session as it found it, as far as its text tells. Rather no than yes:
 * a variable's `@` or a second statement's `;` in a literal counts as well. What the routines, triggers
 * and views do that it uses, the server announces.
 */
export function keepsSession(sql: string): boolean {
  if (sql.length > LONGEST || sql.includes('@') || sql.includes(';') || !OF_DATA.test(sql)) {
    return false;
  }
  // Nearly all long statements are placeholders for the most part, and have few of these.
  return !sql.includes('_') || !KEPT_SILENTLY.test(sql);
}
