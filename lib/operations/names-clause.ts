import { ProgrammingError } from '../errors';

/** `NAMES …` of a SET statement; the names are words, so that nothing needs quotes. */
export function namesClause(charset: string, collation: string | undefined): string {
  for (const name of [charset, collation]) {
    if (name === undefined || /^\w+$/.test(name)) continue;
    throw new ProgrammingError(
      'The name of a character set or collation has only letters, digits and _',
      { code: 'ERR_MYSQLDB_ARGUMENT' },
    );
  }
  return `NAMES ${charset}${collation === undefined ? '' : ` COLLATE ${collation}`}`;
}
