import type { Operation } from '../operations/operation';
import { ownQuery } from '../operations/own-query';
import type { Session } from '../operations/session';

/** What `getCharacterSetInfo` tells. */
export interface CharacterSetInfo {
  /** The name of the character set. */
  readonly name: string;
  /** Its collation in this session. */
  readonly collation: string;
  /** The fewest bytes of a character. */
  readonly mbminlen: number;
  /** The most bytes of a character. */
  readonly mbmaxlen: number;
}

const SQL = `SELECT character_set_name, @@collation_connection, maxlen
  FROM information_schema.character_sets WHERE character_set_name = @@character_set_connection`;

/** The server does not tell these. */
const MIN_LENGTHS: Readonly<Record<string, number>> = { ucs2: 2, utf16: 2, utf16le: 2, utf32: 4 };

/** Asks the server about the character set of literals. */
export function* characterSetInfo(session: Session): Operation<CharacterSetInfo> {
  type Row = [name: string, collation: string, mbmaxlen: number];
  const [row] = yield* ownQuery<Row>(session, SQL);
  const [name, collation, mbmaxlen] = row!;
  return { name, collation, mbminlen: MIN_LENGTHS[name] ?? 1, mbmaxlen };
}
