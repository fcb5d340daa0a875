import { ProgrammingError } from '../errors';
import type { NativeError, NativeEvent, NativeSession, WaitMode } from '../native/binding';
import { addon } from '../native/load';
import {
  ANSWER,
  ANSWER_WORDS,
  DONE,
  HAS_ANSWERS,
  HAS_ROWS,
  HEADER,
  Packing,
  SessionState,
  WANTS_INFILE,
} from '../rows/batch-layout';
import { Cells } from '../rows/cells';
import { ColumnBatch } from '../rows/column-batch';
import { parseMetadata } from '../rows/column';
import type { Decoding } from '../rows/decoding';
import { ResultShape } from '../rows/result-shape';
import { decodeServerText } from '../rows/text-encodings';
import type { RowFormat } from '../rows/row-format';
import type { Command, CommandRunner, Outcome } from './operation';

/** Where the rows of the running command go. */
export interface RowSink {
  readonly format: RowFormat;
  /** How they are packed and decoded, the same for all results of a statement. */
  readonly decoding: Decoding;
  readonly rows: unknown[];
  /** Takes the answers of a command that reads several, but the last: that is its outcome. */
  readonly answered: ((outcome: Outcome, rows: unknown[]) => void) | undefined;
}

interface ChanneledSession extends NativeSession {
  channel: Channel;
}

const TWO_32 = 4_294_967_296;
const header = new Int32Array(addon.scratch, 0, 16);
const answers = new Int32Array(addon.answers);
const columns = new ColumnBatch(addon.columns);

/**
 * Whether rows are being decoded. A decoder of the user's runs then, in the middle of an event: any
 * other event would overwrite the scratch buffer, which all sessions of this thread share.
 */
let decoding = false;

function checkNotDecoding(): void {
  if (!decoding) return;
  throw new ProgrammingError('A decoder must not use a connection', {
    code: 'ERR_MYSQLDB_IN_DECODER',
    hint: 'Decode from the value alone; look other things up before or after.',
  });
}

/** An error whose message came in the session's character set. */
function decodeError({ errno, sqlState, message }: NativeError, charset: string): NativeError {
  return { errno, sqlState, message: decodeServerText(Buffer.from(message, 'latin1'), charset) };
}

/** An unsigned 64-bit field; nearly always a small number. */
function uint64(words: Int32Array, field: number): number | bigint {
  const low = words[field]! >>> 0;
  const high = words[field + 1]! >>> 0;
  if (high === 0) return low;
  return high < 0x200000 ? high * TWO_32 + low : (BigInt(high) << 32n) | BigInt(low);
}

addon.setEventHandler(function (
  this: NativeSession,
  narrow,
  wide,
  bytes,
  side,
  metadata,
  error,
  text,
) {
  (this as ChanneledSession).channel.receive(narrow, wide, bytes, side, metadata, error, text);
} satisfies NativeEvent);

/**
 * The JavaScript end of a native session: begins commands, decodes the rows that come, and makes
 * one outcome of each command.
 */
export class Channel implements CommandRunner {
  readonly #native: NativeSession;
  readonly #cells: Cells;
  /** What the native session packs for. */
  #decoding: Decoding;
  #asColumns = false;
  readonly #shapes: ResultShape[] = [];
  #sink: RowSink | undefined;
  #failure: unknown;
  #outcome: Outcome | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;
  /** Called when the server closes the connection while no command runs. */
  onLost: () => void = () => {};
  /** Called when the server asks for a piece of a local file. */
  onInfile: (name: string) => void = () => {};

  constructor(mode: WaitMode, decoding: Decoding) {
    this.#native = new addon.Session(mode);
    (this.#native as ChanneledSession).channel = this;
    this.#cells = new Cells(addon.scratch, decoding.cells, columns);
    this.#native.setPacking(decoding.packing, decoding.rawRules);
    this.#decoding = decoding;
  }

  get native(): NativeSession {
    checkNotDecoding();
    return this.#native;
  }

  /** The rows of the next command go here. */
  receiveInto(sink: RowSink): void {
    const asColumns = sink.format === 'columns';
    if (sink.decoding !== this.#decoding || asColumns !== this.#asColumns) {
      this.#use(sink.decoding, asColumns);
    }
    this.#sink = sink;
  }

  /** Where those of the next command go, as far as it is known. */
  get sink(): RowSink | undefined {
    return this.#sink;
  }

  #use(decoding: Decoding, asColumns: boolean): void {
    checkNotDecoding();
    const packing = decoding.packing | (asColumns ? Packing.columns : 0);
    this.#native.setPacking(packing, decoding.rawRules);
    this.#asColumns = asColumns;
    this.#cells.use(decoding.cells);
    this.#decoding = decoding;
  }

  submit(command: Command): Outcome | Promise<Outcome> {
    checkNotDecoding();
    this.#outcome = undefined;
    this.#failure = undefined;
    command(this.#native);
    return this.#outcome ?? new Promise((resolve) => (this.#settle = resolve));
  }

  /** One event of the native session; the scratch buffer has the header and the packed rows. */
  receive(
    narrow: string | undefined,
    wide: string | undefined,
    bytes: ArrayBuffer | undefined,
    side: readonly (string | ArrayBuffer)[] | undefined,
    metadata: ArrayBuffer | undefined,
    error: NativeError | undefined,
    text: string | undefined,
  ): void {
    const flags = header[HEADER.flags]!;
    if (flags & WANTS_INFILE) {
      this.onInfile(text!);
      return;
    }
    const sink = this.#sink;
    // Without a sink the rows are of a result that nobody wants.
    if (sink === undefined || !(flags & (HAS_ROWS | HAS_ANSWERS))) {
      if (metadata !== undefined) this.#learnShape(metadata);
    } else {
      this.#cells.load(narrow, wide, bytes, side);
      if (flags & HAS_ANSWERS) this.#answer(sink);
      if (metadata !== undefined) this.#learnShape(metadata);
      const count = header[HEADER.rowCount]! - this.#cells.firstRow;
      this.#decode(sink, sink.rows, header[HEADER.shapeSlot]!, count);
      this.#cells.unload();
    }
    if (flags & DONE) this.#finish(error, text);
    else if (header[HEADER.state] === SessionState.closed) this.onLost();
  }

  #learnShape(metadata: ArrayBuffer): void {
    const { columns, rules } = parseMetadata(metadata);
    this.#shapes[header[HEADER.shapeSlot]!] = new ResultShape(columns, rules);
  }

  #decode({ format, decoding: by }: RowSink, rows: unknown[], slot: number, count: number): void {
    if (count === 0 || this.#failure !== undefined) return;
    decoding = true;
    try {
      this.#shapes[slot]!.decoder(format, by)(this.#cells, rows, count);
    } catch (failure) {
      // Of `throw undefined` too the outcome must tell that something was thrown.
      this.#failure = failure ?? new ProgrammingError(`A decoder threw ${String(failure)}`);
    } finally {
      decoding = false;
    }
  }

  /** Gives whole answers to the sink; the rows behind theirs, if any, are of the one that comes. */
  #answer(sink: RowSink): void {
    for (let i = 0; i < header[HEADER.answerCount]!; i++) {
      const fields = answers.subarray(i * ANSWER_WORDS, (i + 1) * ANSWER_WORDS);
      const rows = sink.rows.splice(0);
      const count = fields[ANSWER.rowCount]!;
      this.#decode(sink, rows, fields[ANSWER.shapeSlot]!, count);
      this.#cells.firstRow += count;
      const failure = this.#failure;
      this.#failure = undefined;
      sink.answered!(
        {
          error: undefined,
          failure,
          state: SessionState.sent,
          shape:
            fields[ANSWER.fieldCount]! > 0 ? this.#shapes[fields[ANSWER.shapeSlot]!] : undefined,
          affectedRows: uint64(fields, ANSWER.affectedRows),
          insertId: uint64(fields, ANSWER.insertId),
          warningCount: fields[ANSWER.warningCount]!,
          serverStatus: fields[ANSWER.serverStatus]!,
          paramCount: 0,
          text: undefined,
        },
        rows,
      );
    }
  }

  #finish(error: NativeError | undefined, text: string | undefined): void {
    const outcome: Outcome = {
      error: error?.charset === undefined ? error : decodeError(error, error.charset),
      failure: this.#failure,
      state: header[HEADER.state] as SessionState,
      shape: header[HEADER.fieldCount]! > 0 ? this.#shapes[header[HEADER.shapeSlot]!] : undefined,
      affectedRows: uint64(header, HEADER.affectedRows),
      insertId: uint64(header, HEADER.insertId),
      warningCount: header[HEADER.warningCount]!,
      serverStatus: header[HEADER.serverStatus]!,
      paramCount: header[HEADER.paramCount]!,
      text,
    };
    // An idle connection keeps nothing of its last result.
    this.#sink = undefined;
    const settle = this.#settle;
    this.#settle = undefined;
    if (settle === undefined) this.#outcome = outcome;
    else settle(outcome);
  }
}
