import type { MySQLError } from '../errors';
import type { Operation } from './operation';
import type { Session } from './session';
import { storeResults } from './stored-results';
import { command } from './transaction';

/** "… for column 'a' at row 3": both servers say so of values that do not fit. */
const AT_ROW = /\bat row (\d+)$/;

/**
 * Which row of a multi-row INSERT an error is about, from 0; undefined when the server does not tell.
 * MariaDB counts rows since 10.7: https://mariadb.com/kb/en/get-diagnostics/
 */
export function* failingRow(session: Session, error: MySQLError): Operation<number | undefined> {
  const told = AT_ROW.exec(error.message)?.[1];
  if (told !== undefined) return rowFrom(told);
  if (!session.isOpen || session.flavor !== 'mariadb') return undefined;
  try {
    yield* command(session, 'GET DIAGNOSTICS CONDITION 1 @`_mysqldb_row` = ROW_NUMBER');
    const sql = 'SELECT @`_mysqldb_row`';
    const [result] = yield* storeResults<[number | null]>(session, sql, sql, 'array');
    return 'error' in result! ? undefined : rowFrom(result!.rows[0]![0]);
  } catch {
    return undefined; // an older server, and the error is worth more than its row
  }
}

/** The servers count from 1, and say 0 when they do not know. */
function rowFrom(told: unknown): number | undefined {
  const row = Number(told);
  return row >= 1 ? row - 1 : undefined;
}
