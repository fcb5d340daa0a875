import type { ExecuteManyOptions } from '../options/execute-options';
import { addon } from '../native/load';
import type { ManyStatements, SingleRow } from './many-statements';
import type { Operation } from './operation';
import { MAX_BYTES, MAX_STATEMENTS } from './pipeline';
import type { Session } from './session';
import { byteLength } from './statement-builder';

/** They leave alone how the session reads SQL: the texts behind one are made before it is executed. */
const CHANGES_DATA = /^\s*(?:insert|update|delete|replace)\b/i;
/** A semicolon with something behind it, if only in a literal. */
const MAY_BE_SEVERAL = /;\s*\S/;

/**
 * Whether the rows of an `executemany` that are statements by themselves may go out together. What fails is
 * found out when the others are on their way: a cancelled call ends one statement only, and warnings are
 * those of the last.
 */
export function mayPipeline(session: Session, sql: string, options: ExecuteManyOptions): boolean {
  const { pipeline, signal, timeout } = options;
  if (pipeline !== true || signal !== undefined || timeout) return false;
  if (!addon.capabilities.separateSend || session.options.fetchWarnings) return false;
  return CHANGES_DATA.test(sql) && !MAY_BE_SEVERAL.test(sql);
}

/** Rows that are statements by themselves, until they go out together. */
export class PipelinedRows {
  readonly #statements: ManyStatements<unknown>;
  #rows: SingleRow[] = [];
  #bytes = 0;

  constructor(statements: ManyStatements<unknown>) {
    this.#statements = statements;
  }

  get size(): number {
    return this.#rows.length;
  }

  /** Adds one, after those that wait went out if it does not fit beside them. */
  *add(row: SingleRow): Operation<void> {
    const bytes = byteLength(row.text);
    if (this.size === MAX_STATEMENTS || this.#bytes + bytes > MAX_BYTES) yield* this.flush();
    this.#rows.push(row);
    this.#bytes += bytes;
  }

  *flush(): Operation<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    const bytes = this.#bytes;
    this.#rows = [];
    this.#bytes = 0;
    yield* this.#statements.sendTogether(rows, bytes);
  }
}
