import { OPTION_DEFAULTS } from '../options/option-defaults';
import { Conversion } from './conversion';
import type { Operation } from './operation';
import type { Session } from './session';
import { storeResults } from './stored-results';

/** The driver has to understand the answer, whatever `conv` and the other options make of values. */
const PLAIN = new Conversion(OPTION_DEFAULTS).decoding;

/** The rows of a query that is the driver's own and not the user's. */
export function* ownQuery<Row extends unknown[]>(session: Session, sql: string): Operation<Row[]> {
  const [result] = yield* storeResults<Row>(
    session,
    session.commands.sending(sql, false),
    sql,
    'array',
    PLAIN,
  );
  if ('error' in result!) throw result.error;
  return result!.rows;
}
