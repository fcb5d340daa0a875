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
import { wrongArgument } from '../argument-error';
import { type MySQLError, OperationalError, ProgrammingError } from '../errors';
import type { NativeSession, WaitMode } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import type { ExecuteOptions, InfilePiece, InfileSource } from '../options/execute-options';

type Pieces = Iterator<InfilePiece> | AsyncIterator<InfilePiece>;

const FILE_PIECE_BYTES = 64 * 1024;
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

/** Gives the server the pieces that it asks for, one at a time. */
export class InfileFeeder {
  readonly #open: (name: string) => Pieces;
  #pieces: Pieces | undefined;
  #failure: MySQLError | undefined;

  constructor(open: (name: string) => Pieces) {
    this.#open = open;
  }

  /** The next piece is wanted: gives it at once, or when it has come. */
  request(native: NativeSession, name: string): void {
    try {
      this.#pieces ??= this.#open(name);
    } catch (error) {
      this.#fail(native, error as MySQLError);
      return;
    }
    const broken = (cause: unknown): void => this.#fail(native, brokenSource(cause));
    try {
      const next = this.#pieces.next();
      if ('then' in next) next.then((step) => this.#give(native, step), broken);
      else this.#give(native, next);
    } catch (error) {
      broken(error);
    }
  }

  /** Throws what the source failed with, after the statement has ended. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Lets go of a source that was not read to its end. */
  close(): void {
    const closing = this.#pieces?.return?.();
    if (closing !== undefined && 'then' in closing) closing.then(undefined, () => {});
    this.#pieces = undefined;
  }

  #give(native: NativeSession, step: IteratorResult<InfilePiece>): void {
    if (step.done) {
      this.#pieces = undefined;
      native.feed(null);
    } else if (typeof step.value === 'string' || step.value instanceof Uint8Array) {
      native.feed(step.value);
    } else {
      this.#fail(native, unusable('A piece of `infile` must be a string or a Uint8Array'));
    }
  }

  #fail(native: NativeSession, failure: MySQLError): void {
    this.#failure = failure;
    native.feed(undefined);
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
  return streamPieces(createReadStream('', { fd: file, highWaterMark: FILE_PIECE_BYTES }));
}

/** The server gave the name: any bytes, and as many as it liked. */
function shownName(name: string): string {
  const plain = name.replace(/[\0-\x1f\x7f]/g, '?');
  return `'${plain.length > 200 ? `${plain.slice(0, 200)}…` : plain}'`;
}

function* readPieces(file: number): Generator<InfilePiece, void, undefined> {
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(FILE_PIECE_BYTES);
      const count = readSync(file, piece);
      if (count === 0) return;
      yield piece.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
