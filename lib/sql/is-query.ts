import { SqlLexer, type SqlMode, TokenKind } from './lexer';

/** What the statements begin with that do nothing but give a result. */
const QUERIES: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE']);

/**
 * Whether a statement is a query, for which a server-side cursor can be asked for. MariaDB 10.11 answers
 * some others with packets out of order when that is done, and crashes on `DELETE … RETURNING`.
 */
export function isQuery(sql: string, mode: SqlMode): boolean {
  const lexer = new SqlLexer(sql, mode, undefined);
  let kind = lexer.next();
  while (kind === TokenKind.symbol && lexer.isSymbol('(')) kind = lexer.next();
  // What an executable comment says is for some servers only.
  if (kind !== TokenKind.word || lexer.inComment) return false;
  if (!QUERIES.has(lexer.text().toUpperCase())) return false;
  for (; kind !== TokenKind.end; kind = lexer.next()) {
    if (kind === TokenKind.word && lexer.text().toUpperCase() === 'RETURNING') return false;
  }
  return true;
}
