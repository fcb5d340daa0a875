import { wrongArgument } from '../argument-error';

/**
 * The part of a SET statement that chooses the session's character set. Statements are sent as UTF-8
 * whatever it is: the server converts their literals, and no text is cut or escaped wrongly.
 */
export function charsetClause(charset: string, collation: string | undefined): string {
  for (const name of [charset, collation]) {
    if (name === undefined || (typeof name === 'string' && /^\w+$/.test(name))) continue;
    throw wrongArgument('The name of a character set or collation has only letters, digits and _');
  }
  const names = `NAMES ${charset}${collation === undefined ? '' : ` COLLATE ${collation}`}`;
  return charset === 'utf8mb4' ? names : `${names}, @@session.character_set_client = utf8mb4`;
}
