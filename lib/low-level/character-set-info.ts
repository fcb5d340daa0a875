import { Conversion } from '../operations/conversion';
import type { Operation } from '../operations/operation';
import type { Session } from '../operations/session';
import { storeResults } from '../operations/stored-results';
import { OPTION_DEFAULTS } from '../options/option-defaults';

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

/** Without decoders of the user's. */
const DECODING = new Conversion(OPTION_DEFAULTS).decoding;

/** Asks the server about the character set of literals. */
export function* characterSetInfo(session: Session): Operation<CharacterSetInfo> {
  type Row = [name: string, collation: string, mbmaxlen: number];
  const [result] = yield* storeResults<Row>(session, SQL, SQL, 'array', DECODING);
  if ('error' in result!) throw result.error;
  const [name, collation, mbmaxlen] = result!.rows[0]!;
  return { name, collation, mbminlen: MIN_LENGTHS[name] ?? 1, mbmaxlen };
}
