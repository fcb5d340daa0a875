import type { Column } from '../rows/column';
import type { ResultShape } from '../rows/result-shape';
import type { Outcome } from './operation';

/** One result of a statement: rows with their columns, or only what the statement did. */
export interface ResultSet<Row> {
  /** Undefined for a statement that has no result set, such as an INSERT. */
  readonly columns: readonly Column[] | undefined;
  readonly shape: ResultShape | undefined;
  /** The rows that are here; of a streamed result only those that were read and not yet taken. */
  rows: Row[];
  readonly affectedRows: number | bigint;
  readonly insertId: number | bigint;
  readonly warningCount: number;
  /** The bits that the server has with its answer. */
  readonly serverStatus: number;
  /** What the server said of the statement in words. */
  readonly info: string | undefined;
}

export function resultSet<Row>(outcome: Outcome, rows: Row[]): ResultSet<Row> {
  return {
    columns: outcome.shape?.columns,
    shape: outcome.shape,
    rows,
    affectedRows: outcome.affectedRows,
    insertId: outcome.insertId,
    warningCount: outcome.warningCount,
    serverStatus: outcome.serverStatus,
    info: outcome.text,
  };
}
