import type { BulkBlock } from '../convert/bulk-packer';
import type { Params } from '../sql/param-style';
import { BulkRows, bulkTemplateFor, FEWEST_ROWS, isNoBulk } from './bulk-rows';
import type { RowSource } from './many-rows';
import { errorOfRow, type ManyStatements } from './many-statements';
import type { Operation } from './operation';
import { maxStatementBytes, STATEMENT_BYTES } from './packet-limit';
import type { PendingText, TextRows } from './text-rows';

/** A block on its way, and the number of its first row. */
interface ReadyBlock {
  readonly block: BulkBlock;
  readonly first: number;
}

/** Says that a row needs another block. */
const NO_BLOCK = Symbol('no block');

/** Bytes of an array's rows that are packed while the server is busy with those before. */
const MAX_AHEAD = 64 * 1024 * 1024;
/** After a row that no block takes, so many go as text before blocks are tried again. */
const ROWS_AS_TEXT = 256;
/** So many short blocks, since values of one column are of several kinds, and all goes as text. */
const MAX_SHORT_BLOCKS = 4;

/** Reads the rows of an `executemany`, and decides by which protocol each goes. */
export class BulkLoad {
  readonly #statements: ManyStatements<unknown>;
  readonly #text: TextRows;
  readonly #source: RowSource;
  #bulk: BulkRows | undefined;
  /** Rows that go as text before the bulk protocol is tried; Infinity when it is of no use. */
  #asText = 0;
  #shortBlocks = 0;
  #limitIsKnown = false;
  readonly #ready: ReadyBlock[] = [];
  #isChosen = false;
  /** What reading ahead has failed with: it counts when the rows before are sent. */
  #failure: { readonly error: unknown } | undefined;
  /** Copies of the first rows, until the server has executed the statement for many. */
  #first: Params[] | undefined;
  /** Rows that were taken. */
  #rows = 0;

  constructor(statements: ManyStatements<unknown>, text: TextRows, source: RowSource) {
    this.#statements = statements;
    this.#text = text;
    this.#source = source;
    const meanwhile = (): void => this.#renderAhead();
    text.meanwhile = meanwhile;
  }

  *run(): Operation<void> {
    const { session } = this.#statements;
    for (;;) {
      if (this.#ready.length > 0) yield* this.#sendReady();
      let params: Params;
      let pending: PendingText | typeof NO_BLOCK | undefined;
      try {
        if (this.#failure !== undefined) throw this.#failure.error;
        // No generator for a row that is there and fits: there may be millions.
        const asked = this.#source.next();
        const step = 'then' in asked ? yield* this.#source.wait(asked) : asked;
        if (step === undefined) throw session.overError();
        if (step.done) break;
        params = step.value;
        if (!this.#isChosen) {
          yield* this.#choose(params);
          continue;
        }
        pending = this.#collect(params);
      } catch (error) {
        // Rows that are statements by themselves are done before a later one fails.
        if (this.#bulk?.oneByOne && session.isOpen) yield* this.#flush();
        throw error;
      }
      if (pending === NO_BLOCK) yield* this.#makeRoom(params);
      else if (pending !== undefined) {
        this.#rows++;
        yield* this.#text.place(pending);
      }
    }
    yield* this.#flush();
  }

  /** Decides by the first row whether there are blocks at all. */
  *#choose(params: Params): Operation<void> {
    this.#isChosen = true;
    this.#source.putBack(params);
    const { session, sql, conversion } = this.#statements;
    const { length = Infinity } = this.#source;
    const template = length < FEWEST_ROWS ? undefined : bulkTemplateFor(session, sql, params);
    if (template !== undefined) {
      this.#bulk = yield* BulkRows.make(session, conversion, sql, template);
    }
    if (this.#bulk === undefined) this.#asText = Infinity;
    else if (this.#bulk.oneByOne) this.#first = [];
  }

  /** Adds a row to the block or the text that is being made; else returns what it needs. */
  #collect(params: Params): PendingText | typeof NO_BLOCK | undefined {
    if (this.#asText === 0) {
      const fits = this.#text.waiting === 0 && this.#addToBlock(params);
      return fits ? undefined : NO_BLOCK;
    }
    this.#asText--;
    const pending = this.#text.collect(params, this.#rows);
    if (pending === undefined) this.#rows++;
    return pending;
  }

  #addToBlock(params: Params): boolean {
    const first = this.#first;
    if (first?.length === FEWEST_ROWS) return false;
    try {
      if (!this.#bulk!.add(params)) return false;
    } catch (error) {
      throw errorOfRow(this.#rows, error);
    }
    this.#rows++;
    first?.push(Array.isArray(params) ? [...(params as unknown[])] : { ...params });
    return true;
  }

  /** Makes a place for a row that did not fit the block, and puts it back. */
  *#makeRoom(params: Params): Operation<void> {
    const { packer } = this.#bulk!;
    this.#source.putBack(params);
    if (this.#text.waiting > 0) {
      yield* this.#text.flush();
    } else if (packer.isFull && !this.#limitIsKnown) {
      const most = yield* maxStatementBytes(this.#statements.session);
      packer.maxBytes = Math.min(STATEMENT_BYTES, most);
      this.#limitIsKnown = true;
    } else if (packer.isFull || !(yield* this.#bulk!.learnColumns())) {
      this.#endBlock();
    }
  }

  /** A row of the kind that came cannot be in the block; if that is empty, in none. */
  #endBlock(): void {
    const { rows } = this.#bulk!.packer;
    if (rows === 0) this.#asText = ROWS_AS_TEXT;
    else if (rows < FEWEST_ROWS && ++this.#shortBlocks === MAX_SHORT_BLOCKS) {
      this.#asText = Infinity;
    }
    if (rows > 0) this.#takeBlock();
  }

  #takeBlock(): void {
    const block = this.#bulk!.packer.take();
    this.#ready.push({ block, first: this.#rows - block.rows });
  }

  /** Sends the rows that were collected. */
  *#flush(): Operation<void> {
    yield* this.#text.flush();
    if (this.#bulk !== undefined && this.#bulk.packer.rows > 0) this.#takeBlock();
    yield* this.#sendReady();
  }

  *#sendReady(): Operation<void> {
    for (let next = this.#ready.shift(); next !== undefined; next = this.#ready.shift()) {
      yield* this.#send(next);
    }
  }

  *#send({ block, first }: ReadyBlock): Operation<void> {
    try {
      yield* this.#bulk!.send(this.#statements, block, first, () => this.#packAhead());
    } catch (error) {
      if (this.#first === undefined || !isNoBulk(error)) throw error;
      yield* this.#sendFirst(first);
    }
    this.#first = undefined;
  }

  /** As text, after all: the server executes the statement for one row only. */
  *#sendFirst(index: number): Operation<void> {
    this.#asText = Infinity;
    for (const params of this.#first!) {
      const pending = this.#text.collect(params, index++);
      if (pending !== undefined) yield* this.#text.place(pending);
    }
  }

  /**
   * Packs further rows of an array while the server is busy with a block, and while nobody can have
   * changed the array.
   */
  #packAhead(): void {
    if (!this.#readsAhead || this.#first !== undefined || this.#asText > 0) return;
    try {
      const { packer } = this.#bulk!;
      for (let ahead = 0; ahead < MAX_AHEAD;) {
        const { done, value } = this.#source.next() as IteratorResult<Params, undefined>;
        if (done) return;
        if (this.#addToBlock(value)) continue;
        this.#source.putBack(value);
        if (!this.#limitIsKnown || packer.rows < FEWEST_ROWS) return;
        this.#takeBlock();
        const { cells, text } = this.#ready.at(-1)!.block;
        ahead += cells.length + text.length;
      }
    } catch (error) {
      this.#failure = { error };
    }
  }

  /** The same for rows that all go as text. */
  #renderAhead(): void {
    if (!this.#readsAhead || this.#asText !== Infinity) return;
    try {
      while (this.#text.readyBytes < MAX_AHEAD) {
        const { done, value } = this.#source.next() as IteratorResult<Params, undefined>;
        if (done) return;
        if (!this.#text.collectAhead(value, this.#rows)) {
          this.#source.putBack(value);
          return;
        }
        this.#rows++;
      }
    } catch (error) {
      this.#failure = { error };
    }
  }

  get #readsAhead(): boolean {
    const { mode } = this.#statements.session;
    return mode === 'loop' && this.#source.isList && this.#failure === undefined;
  }
}
