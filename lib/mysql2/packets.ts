/** Types that programs written for mysql2 name, beside those of what this facade gives. */
import type { ResultSetHeader } from './result-set-header';
import type { RowDataPacket } from './results';
import type { SqlText } from './sql-values';
import type { TypedParameterValue } from './typed-parameter';

/** The old name of what {@link ResultSetHeader} is; has what both have. */
export interface OkPacket {
  /** As in mysql2's types, which tell packets apart by it. */
  constructor: {
    /** The type's name. */
    name: 'OkPacket';
  };
  /** Always 0. */
  fieldCount: number;
  /** Rows that were inserted, deleted, or matched. */
  affectedRows: number;
  /** Rows that an UPDATE changed. */
  changedRows: number;
  /** The AUTO_INCREMENT value that was made, the first of several; 0 when none. */
  insertId: number;
  /** The server's status flags. */
  serverStatus: number;
  /** Of `mysql`; not there. */
  warningCount: number;
  /** Of `mysql`; not there. */
  message: string;
  /** Of `mysql`; not there. */
  protocol41: boolean;
}

/** What a CALL gives, by what the procedure selects: its rows and a header, or the header alone. */
export type ProcedureCallPacket<T = [RowDataPacket[], ResultSetHeader] | ResultSetHeader> =
  T extends RowDataPacket[]
    ? [T, ResultSetHeader]
    : T extends ResultSetHeader | OkPacket
      ? ResultSetHeader
      : [RowDataPacket[], ResultSetHeader] | ResultSetHeader;

/** A value that `execute` binds. */
export type ExecuteValue = TypedParameterValue | Blob;

/** What `execute` takes: a value, or several by place or by name. */
export type ExecuteValues = ExecuteValue | ExecuteValues[] | { [name: string]: ExecuteValues };

/** A value that `query` writes into the text. */
export type QueryValue =
  string | number | bigint | boolean | Date | Blob | Uint8Array | SqlText | null | undefined;

/** What `query` takes: a value, or several by place or by name. */
export type QueryValues = QueryValue | unknown[] | { [name: string]: QueryValues };

/** What `escape` and `format` take. */
export type SqlValue = string | number | bigint | boolean | SqlText | object | null | undefined;

/** 'local', 'Z' or '+hh:mm'. */
export type Timezone = string;
