import { CLIENT } from '../constants/client';
import type { Operation } from './operation';
import { ownQuery } from './own-query';
import type { Session } from './session';

/** Bytes of one statement for many rows: large enough that the round trip does not count. */
export const STATEMENT_BYTES = 1024 * 1024;
/** Below this nobody asks for the server's max_allowed_packet, which is 1024 at least. */
export const SURELY_ALLOWED = 16 * 1024;

/** The largest statement that the server takes; asked for once. */
export function* maxStatementBytes(session: Session): Operation<number> {
  if (session.maxAllowedPacket === undefined) {
    const [row] = yield* ownQuery<[number]>(session, 'SELECT @@max_allowed_packet');
    session.maxAllowedPacket = row![0];
  }
  const limit = Math.min(session.maxAllowedPacket, session.options.maxAllowedPacket);
  // A packet of exactly that size is refused, and the command's own byte is in it too.
  return limit - 2 - attributeBytes(session);
}

/**
 * Of the two counts of query attributes, which come before a statement where both sides have them.
 * The client keeps the flag for a server without them too (MariaDB, MySQL before 8.0.23).
 */
function attributeBytes(session: Session): number {
  const { clientFlag, serverCapabilities } = session.facts;
  const agreed = BigInt(clientFlag) & serverCapabilities;
  return agreed & BigInt(CLIENT.QUERY_ATTRIBUTES) ? 2 : 0;
}
