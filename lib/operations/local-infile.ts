import { closeSync, createReadStream, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { wrongArgument } from '../argument-error';
import { OperationalError, ProgrammingError } from '../errors';
import type { NativeSession, WaitMode } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import type { ExecuteOptions, InfilePiece, InfileSource } from '../options/execute-options';

type Pieces = Iterator<InfilePiece> | AsyncIterator<InfilePiece>;

const FILE_PIECE_BYTES = 64 * 1024;
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
  if (typeof source === 'function') {
    return new InfileFeeder((name) => piecesOf(mode, source(name)));
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
  #failed = false;
  #failure: unknown;

  constructor(open: (name: string) => Pieces) {
    this.#open = open;
  }

  /** The next piece is wanted: gives it at once, or when it has come. */
  request(native: NativeSession, name: string): void {
    try {
      this.#pieces ??= this.#open(name);
      const next = this.#pieces.next();
      if ('then' in next) next.then((step) => this.#give(native, step), this.#fail(native));
      else this.#give(native, next);
    } catch (error) {
      this.#fail(native)(error);
    }
  }

  /** Throws what the source failed with, after the statement has ended. */
  check(): void {
    if (!this.#failed) return;
    // Whatever it was, the connection is cut.
    if (this.#failure instanceof ProgrammingError) {
      const { message, code } = this.#failure;
      throw new ProgrammingError(message, { code, hint: CUT, fatal: true });
    }
    throw new OperationalError('The source of LOAD DATA LOCAL failed', {
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
      hint: CUT,
      fatal: true,
      cause: this.#failure,
    });
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
      this.#fail(native)(wrongArgument('A piece of a local file must be a string or a Uint8Array'));
    }
  }

  #fail(native: NativeSession): (error: unknown) => void {
    return (error) => {
      this.#failed = true;
      this.#failure = error;
      native.feed(undefined);
    };
  }
}

function piecesOf(mode: WaitMode, source: InfileSource): Pieces {
  if (typeof source === 'string' || source instanceof Uint8Array) return [source].values();
  if (typeof source === 'object' && source !== null) {
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

/** A file inside the allowed directory, whatever links lead there. */
function openFile(mode: WaitMode, directory: string, name: string): Pieces {
  const path = realpathSync(resolve(directory, name));
  if (!path.startsWith(realpathSync(directory) + sep)) {
    throw new ProgrammingError('LOAD DATA LOCAL may not read a file outside of `localInfileDir`', {
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
    });
  }
  const file = openSync(path, 'r');
  if (!fstatSync(file).isFile()) {
    closeSync(file);
    throw new ProgrammingError('LOAD DATA LOCAL may read regular files only', {
      code: 'ERR_MYSQLDB_LOCAL_INFILE',
    });
  }
  if (mode === 'inline') return readPieces(file);
  return streamPieces(createReadStream('', { fd: file, highWaterMark: FILE_PIECE_BYTES }));
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
