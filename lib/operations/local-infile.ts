import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers'; // the global one is missing in some test environments, or frozen
import { wrongArgument } from '../argument-error';
import { type MySQLError, OperationalError, ProgrammingError } from '../errors';
import type { NativeSession, WaitMode } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import type { ExecuteOptions, InfilePiece, InfileSource } from '../options/execute-options';
import { HAND_OVER_BYTES, InfilePieces } from './infile-pieces';

type Pieces = Iterator<InfilePiece> | AsyncIterator<InfilePiece>;

/** Opening a named pipe would wait for its writer; Windows has neither. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** What may ask for a local file: LOAD DATA LOCAL INFILE, or what runs a statement of another text. */
const MAY_ASK = /\bLOCAL\b[^]*\bINFILE\b|\b(?:EXECUTE|CALL)\b/i;
const STARTS_WITH_LOAD = /^(?:\s|--[^\n]*\n|#[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*LOAD\b/i;

/**
 * The feeder of a statement that may ask for a local file, undefined when it may not.
 * @throws ProgrammingError when a source is given that cannot be used
 */
export function infileFeeder(
  mode: WaitMode,
  options: ResolvedOptions,
  sql: string,
  source: ExecuteOptions['infile'],
): InfileFeeder | undefined {
  if (source === undefined) {
    const { localInfileDir } = options;
    const mayRead = localInfileDir !== undefined && STARTS_WITH_LOAD.test(sql);
    return mayRead ? new InfileFeeder((name) => openFile(mode, localInfileDir, name)) : undefined;
  }
  if (!options.localInfile) {
    throw new ProgrammingError('LOAD DATA LOCAL is off', {
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
      hint: 'Connect with `localInfile: true` to send what `infile` gives.',
    });
  }
  if (!MAY_ASK.test(sql)) {
    throw new ProgrammingError('`infile` was given with a statement that asks for no local file', {
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
      hint: 'Write LOAD DATA LOCAL INFILE, without LOCAL the server reads a file of its own; or leave out `infile`.',
    });
  }
  if (typeof source === 'function') {
    return new InfileFeeder((name) => openSource(mode, source, name));
  }
  const pieces = piecesOf(mode, source);
  return new InfileFeeder(() => pieces);
}

const CUT =
  'The connection was cut, so that the server does not keep the half of it: open a new one.';

/** Gives the server the pieces that it asks for, many small ones at once. */
export class InfileFeeder {
  readonly #open: (name: string) => Pieces;
  readonly #collected = new InfilePieces();
  #source: Pieces | undefined;
  #failure: MySQLError | undefined;
  /** Who waits for the next of it. */
  #asker: NativeSession | undefined;
  /** Whether a piece of the source is on its way. */
  #isComing = false;
  #ended = false;
  #impatience: NodeJS.Immediate | undefined;

  constructor(open: (name: string) => Pieces) {
    this.#open = open;
  }

  /** The next piece is wanted: gives it at once, or when it has come. */
  request(native: NativeSession, name: string): void {
    this.#asker = native;
    try {
      this.#source ??= this.#open(name);
    } catch (error) {
      this.#fail(error as MySQLError);
    }
    this.#collect();
  }

  /** Throws what the source failed with, after the statement has ended. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Lets go of a source that was not read to its end. */
  close(): void {
    const closing = this.#source?.return?.();
    if (closing !== undefined && 'then' in closing) closing.then(undefined, () => {});
    this.#source = this.#asker = undefined;
    this.#isComing = this.#ended = false;
  }

  /** Takes pieces from the source until there is enough of them to be given. */
  #collect(): void {
    while (this.#asker !== undefined) {
      if (this.#failure !== undefined || this.#ended || this.#collected.isFull) this.#give();
      else if (this.#isComing || !this.#takeNext()) return this.#giveSoon();
    }
  }

  /** False when it has to be waited for. */
  #takeNext(): boolean {
    const source = this.#source!;
    try {
      const next = source.next();
      if (!('then' in next)) {
        this.#take(next);
        return true;
      }
      this.#isComing = true;
      next.then(
        (step) => this.#hasCome(source, () => this.#take(step)),
        (cause: unknown) => this.#hasCome(source, () => this.#fail(brokenSource(cause))),
      );
      return false;
    } catch (cause) {
      this.#fail(brokenSource(cause));
      return true;
    }
  }

  #hasCome(source: Pieces, take: () => void): void {
    if (source !== this.#source) return; // too late
    this.#isComing = false;
    take();
    this.#collect();
  }

  #take(step: IteratorResult<InfilePiece>): void {
    if (step.done) this.#ended = true;
    else if (typeof step.value === 'string' || step.value instanceof Uint8Array) {
      this.#collected.add(step.value);
    } else this.#fail(unusable('A piece of `infile` must be a string or a Uint8Array'));
  }

  /** What is there does not wait for what comes later than at once. */
  #giveSoon(): void {
    if (this.#collected.isEmpty(false)) return;
    this.#impatience ??= setImmediate(() => {
      this.#impatience = undefined;
      if (this.#asker !== undefined && !this.#collected.isEmpty(this.#ended)) this.#give();
    });
  }

  #give(): void {
    const native = this.#asker!;
    this.#asker = undefined;
    if (this.#failure !== undefined) native.feed(undefined);
    else if (this.#ended && this.#collected.isEmpty(true)) {
      this.#source = undefined;
      this.#ended = false;
      native.feed(null);
    } else native.feed(this.#collected.take(this.#ended));
  }

  #fail(failure: MySQLError): void {
    this.#failure ??= failure;
  }
}

/** Whatever it was, the connection is cut. */
const ENDED = { code: 'ERR_MYSQLDB_LOCAL_INFILE', hint: CUT, fatal: true };

function unusable(message: string): ProgrammingError {
  return new ProgrammingError(message, ENDED);
}

function brokenSource(
  cause: unknown,
  message = 'The source of LOAD DATA LOCAL failed',
): OperationalError {
  return new OperationalError(message, { ...ENDED, cause });
}

/** What a function of the caller's gives for a name; it is asked in the middle of the statement. */
function openSource(mode: WaitMode, source: (name: string) => InfileSource, name: string): Pieces {
  try {
    return piecesOf(mode, source(name));
  } catch (cause) {
    throw brokenSource(cause);
  }
}

function piecesOf(mode: WaitMode, source: InfileSource): Pieces {
  if (typeof source === 'string' || source instanceof Uint8Array) return [source].values();
  // Other views are iterables of numbers.
  if (typeof source === 'object' && source !== null && !ArrayBuffer.isView(source)) {
    if (source instanceof Readable && mode === 'loop') return streamPieces(source);
    if (Symbol.iterator in source) return source[Symbol.iterator]();
    if (Symbol.asyncIterator in source && mode === 'loop') return source[Symbol.asyncIterator]();
  }
  const kinds = mode === 'loop' ? 'iterable, async iterable or stream' : 'iterable';
  throw wrongArgument(`\`infile\` must be a string, a Uint8Array, or an ${kinds} of those`);
}

/** A stream is ours from now on: it may fail before it is read, and must end with the statement. */
function streamPieces(stream: Readable): AsyncIterator<InfilePiece> {
  stream.on('error', () => {}); // the iterator tells
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<InfilePiece>;
  return {
    next: () => pieces.next(),
    // The iterator's own `return` would wait for a piece that was asked for.
    return: async () => {
      stream.destroy();
      return { done: true, value: undefined };
    },
  };
}

/**
 * A file inside the allowed directory, whatever links lead there.
 * @throws ProgrammingError for one that may not be read; OperationalError for one that cannot be
 */
function openFile(mode: WaitMode, directory: string, name: string): Pieces {
  const shown = shownName(name);
  let file: number;
  try {
    const path = realpathSync(resolve(directory, name));
    const allowed = realpathSync(directory);
    // The root directory ends in a separator already.
    const within = allowed.endsWith(sep) ? allowed : allowed + sep;
    if (path !== allowed && !path.startsWith(within)) {
      throw unusable(
        `LOAD DATA LOCAL may not read ${shown}, which is outside of \`localInfileDir\``,
      );
    }
    file = openSync(path, READ_WITHOUT_WAITING);
  } catch (error) {
    if (error instanceof ProgrammingError) throw error;
    throw brokenSource(error, `LOAD DATA LOCAL cannot read ${shown} in \`localInfileDir\``);
  }
  const stats = fstatSync(file);
  if (!stats.isFile()) {
    closeSync(file);
    const what = stats.isDirectory() ? 'a directory' : 'no regular file';
    throw unusable(`LOAD DATA LOCAL reads regular files only, and ${shown} is ${what}`);
  }
  if (mode === 'inline') return readPieces(file);
  return streamPieces(createReadStream('', { fd: file, highWaterMark: HAND_OVER_BYTES }));
}

/** The server gave the name: any bytes, and as many as it liked. */
function shownName(name: string): string {
  const plain = name.replace(/[\0-\x1f\x7f]/g, '?');
  return `'${plain.length > 200 ? `${plain.slice(0, 200)}…` : plain}'`;
}

function* readPieces(file: number): Generator<InfilePiece, void, undefined> {
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(HAND_OVER_BYTES);
      const count = readSync(file, piece);
      if (count === 0) return;
      yield piece.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
