// Which row of a multi-row statement the server refused, where it tells.
import { ER } from '../constants/server-errors';
import { DataError, IntegrityError, type MySQLError } from '../errors';
import { showWarnings } from './administration';
import type { Operation } from './operation';
import { ownQuery } from './own-query';
import type { Session } from './session';
import { isMariadbSince } from './session-facts';
import { command } from './transaction';

/**
 * The place, from 0, of the row that a statement failed at; undefined when that is not known for sure.
 * @param rows how many the statement has
 */
export function* failingRow(
  session: Session,
  error: MySQLError,
  rows: number,
): Operation<number | undefined> {
  if (rows === 1) return 0;
  // Of other errors the server counts no rows, or counts while it prepares.
  const aboutRow = error instanceof DataError || error instanceof IntegrityError;
  if (!aboutRow || error.errno === undefined || !session.isOpen) return undefined;
  const row = countsRows(session)
    ? yield* diagnosedRow(session, error.errno)
    : Number(/ at row (\d+)$/.exec(error.message)?.[1]);
  return row !== undefined && row >= 1 && row <= rows ? row - 1 : undefined;
}

/** https://mariadb.com/kb/en/get-diagnostics-statement/: ROW_NUMBER is there since MariaDB 10.7. */
const countsRows = ({ facts }: Session): boolean => isMariadbSince(facts, 10, 7);

function* diagnosedRow(session: Session, errno: number): Operation<number | undefined> {
  try {
    const warnings = yield* showWarnings(session);
    // Inside a trigger or function the rows are those of another statement.
    if (warnings.some((warning) => warning.errno === ER.SP_STACK_TRACE)) return undefined;
    // The first: a bulk INSERT goes on for a while, and tells more.
    const condition = warnings.findIndex((row) => row.level === 'Error' && row.errno === errno);
    if (condition < 0) return undefined;
    yield* command(
      session,
      `GET DIAGNOSTICS CONDITION ${condition + 1} @\`_mysqldb_row\` = ROW_NUMBER`,
    );
    const [row] = yield* ownQuery<[unknown]>(session, 'SELECT @`_mysqldb_row`');
    return Number(row![0]);
  } catch {
    // The failure that is asked about counts more.
    return undefined;
  }
}
