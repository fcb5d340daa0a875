// Rows of an executemany that go by MariaDB's bulk protocol: a prepared statement is executed for
// many rows at once (docs/decisions/0004-bulk.md).
import { FIELD_TYPE } from '../constants/field-type';
import { ER } from '../constants/server-errors';
import { bindsText } from '../convert/encode';
import type { BulkBlock, BulkPacker } from '../convert/bulk-packer';
import { MySQLError } from '../errors';
import { addon } from '../native/load';
import { type BulkTemplate, bulkTemplate } from '../sql/bulk-template';
import { type Params, placeholderStyle } from '../sql/param-style';
import type { Conversion } from './conversion';
import type { ManyStatements } from './many-statements';
import type { Operation } from './operation';
import { SURELY_ALLOWED } from './packet-limit';
import { isForgotten, prepareStatement } from './prepared';
import { RowCounter } from './row-counter';
import type { Session } from './session';
import type { CachedStatement } from './statement-cache';
import { ownQuery } from './own-query';
import { firstResult, storeResults } from './stored-results';

/** Fewer rows are sent as text: preparing a statement takes a round trip, too. */
export const FEWEST_ROWS = 32;
const BULK_OPERATIONS = 1n << 34n;

/** What the statement is when the bulk protocol may take it with the session as it is. */
export function bulkTemplateFor(
  session: Session,
  sql: string,
  params: Params,
): BulkTemplate | undefined {
  const able =
    addon.capabilities.bulkRows &&
    session.flavor === 'mariadb' &&
    (session.facts.serverCapabilities & BULK_OPERATIONS) !== 0n &&
    bindsText(session.encodeSession);
  if (!able) return undefined;
  const style = placeholderStyle(params, session.options.paramstyle);
  const template = bulkTemplate(sql, session.sqlMode, style);
  if (template === null) return undefined;
  // The list of warnings has an end, which the rows of a block would share.
  return template.verb === 'INSERT' || !session.options.fetchWarnings ? template : undefined;
}

/** The blocks of one load. */
export class BulkRows {
  readonly template: BulkTemplate;
  readonly packer: BulkPacker;
  readonly #session: Session;
  readonly #conversion: Conversion;
  readonly #sql: string;
  #statement: CachedStatement;
  #counter: RowCounter | undefined;
  #learnt = false;

  private constructor(
    session: Session,
    conversion: Conversion,
    sql: string,
    template: BulkTemplate,
    statement: CachedStatement,
  ) {
    this.#session = session;
    this.#conversion = conversion;
    this.#sql = sql;
    this.template = template;
    this.#statement = statement;
    this.packer = conversion.encoder.packer(template.template);
    this.packer.maxBytes = SURELY_ALLOWED;
  }

  /** Undefined when the server cannot prepare the statement: as text it says best what is wrong. */
  static *make(
    session: Session,
    conversion: Conversion,
    sql: string,
    template: BulkTemplate,
  ): Operation<BulkRows | undefined> {
    const { bound, count } = template.template;
    let statement: CachedStatement;
    try {
      statement = session.statements.get(bound) ?? (yield* prepareStatement(session, bound, sql));
    } catch (error) {
      if (!(error instanceof MySQLError) || error.fatal) throw error;
      return undefined;
    }
    if (statement.name === undefined || statement.count !== count) return undefined;
    const rows = new BulkRows(session, conversion, sql, template, statement);
    if (template.verb !== 'INSERT') rows.#counter = yield* RowCounter.make(session, template.verb);
    return rows;
  }

  /** Whether each row is a statement: those before one that fails are done. */
  get oneByOne(): boolean {
    return this.template.verb !== 'INSERT';
  }

  /**
   * Learns the types of the columns that values go to, so that integers and fractions may stand in one
   * column. Without the right to read the table nothing is learnt. Returns whether it was done now.
   */
  *learnColumns(): Operation<boolean> {
    const { columnQuery, columns } = this.template;
    if (this.#learnt || columnQuery === undefined) return false;
    this.#learnt = true;
    const known = numericParams.get(this.#statement);
    if (known !== undefined) {
      this.packer.learnNumeric(known);
      return true;
    }
    try {
      const types = yield* columnTypes(this.#session, columnQuery);
      const isNumeric = (column: number | undefined): boolean =>
        column !== undefined && NUMERIC.has(types[column]!);
      const numeric = columns.map(isNumeric);
      numericParams.set(this.#statement, numeric);
      this.packer.learnNumeric(numeric);
      return true;
    } catch (error) {
      if (!(error instanceof MySQLError) || error.fatal) throw error;
      return false;
    }
  }

  /** Adds a row to the block that is being made; false when it does not fit. */
  add(params: Params): boolean {
    return this.#conversion.encoder.pack(
      this.template.template,
      params,
      this.packer,
      this.#session.encodeSession,
    );
  }

  /** Executes the statement for a block; `meanwhile` is done once that is sent. */
  *send(
    statements: ManyStatements<unknown>,
    block: BulkBlock,
    first: number,
    meanwhile: () => void,
  ): Operation<void> {
    try {
      yield* this.#sendOnce(statements, block, first, meanwhile);
    } catch (error) {
      const { bound } = this.template.template;
      if (!isForgotten(error) || !this.#session.statements.forget(bound)) throw error;
      this.#statement = yield* prepareStatement(this.#session, bound, this.#sql);
      yield* this.#sendOnce(statements, block, first, meanwhile);
    }
  }

  #sendOnce(
    statements: ManyStatements<unknown>,
    block: BulkBlock,
    first: number,
    meanwhile: () => void,
  ): Operation<void> {
    const { rows: count, bytes } = block;
    const command = this.#session.commands.executingRows(this.#statement.name!, block, meanwhile);
    const statement = { command, bytes, first, count, returning: false };
    return statements.send(
      statement,
      this.oneByOne ? () => this.#failedRow(first, count) : undefined,
      (told) => this.#warningCount(told),
    );
  }

  /** The row that an UPDATE or DELETE has failed at, if it is one of these. */
  *#failedRow(first: number, count: number): Operation<number | undefined> {
    if (this.template.callsOthers) return undefined;
    const row = yield* this.#counter!.failedRow();
    return row !== undefined && row >= first && row < first + count ? row - first : undefined;
  }

  /** The server counts some twice; the list has each once. */
  *#warningCount(told: number): Operation<number> {
    if (told === 0) return 0;
    const [row] = yield* ownQuery<[number]>(this.#session, 'SHOW COUNT(*) WARNINGS');
    return row![0];
  }
}

/** Where a number is stored as its value, whatever it was sent as. */
const NUMERIC: ReadonlySet<number> = new Set([
  ...[FIELD_TYPE.TINY, FIELD_TYPE.SHORT, FIELD_TYPE.INT24, FIELD_TYPE.LONG, FIELD_TYPE.LONGLONG],
  ...[FIELD_TYPE.FLOAT, FIELD_TYPE.DOUBLE, FIELD_TYPE.NEWDECIMAL],
]);

/** For each parameter of a prepared statement whether it becomes a number, and nothing else. */
const numericParams = new WeakMap<CachedStatement, readonly boolean[]>();

function* columnTypes(session: Session, query: string): Operation<number[]> {
  const command = session.commands.sending(query, false);
  const results = yield* storeResults(session, command, query, 'array');
  return firstResult(results, query).columns!.map(({ type }) => type);
}

/** What a server says of a statement that it executes for one row only: nothing was done. */
export function isNoBulk(error: unknown): boolean {
  return error instanceof MySQLError && error.errno === ER.UNSUPPORTED_PS;
}
