import { MySQLError } from '../errors';
import { BulkLoad } from './bulk-load';
import { type ManyManner, type ManyResult, ManyStatements } from './many-statements';
import type { RowSource } from './many-rows';
import type { Operation } from './operation';
import type { Session } from './session';
import { TextRows } from './text-rows';

export type { ManyManner, ManyResult };

/**
 * Runs a statement for each row. An INSERT or REPLACE with one row of VALUES becomes statements of
 * many rows; an UPDATE or DELETE is executed for many rows at once where the server can do that; any
 * other statement is sent once a row.
 */
export function* executeMany<Row>(
  session: Session,
  sql: string,
  source: RowSource,
  how: ManyManner,
): Operation<ManyResult<Row>> {
  const statements = new ManyStatements<Row>(session, sql, how);
  const text = new TextRows(statements);
  const load = new BulkLoad(statements, text, source);
  try {
    yield* load.run();
  } catch (error) {
    yield* source.close();
    if (error instanceof MySQLError) error.affectedRows = statements.total.affectedRows;
    throw error;
  } finally {
    how.onStatements(statements.total.statements);
  }
  return statements.total;
}
