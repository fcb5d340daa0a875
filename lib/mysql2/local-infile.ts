import { Readable } from 'node:stream';

/** What LOAD DATA LOCAL reads, and what became of it. */
export interface LocalFile {
  /** Gives the pieces of the file that the server names. */
  readonly open: (path: string) => Readable;
  /** Why there was nothing to give. */
  error: Error | undefined;
}

/** A letter that no LOAD begins with, and no space or comment before one: of nearly all statements. */
const LOADS_NOTHING = /^[a-km-z]/i;
const LOADS_LOCAL =
  /^(?:\s|--[^\n]*\n|#[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*LOAD\b[^]*\bLOCAL\b[^]*\bINFILE\b/i;

/** For a statement that may ask for a local file; no file is ever read because a server names it. */
export function infileOf(
  sql: string,
  factory: ((path: string) => Readable) | undefined,
): LocalFile | undefined {
  if (LOADS_NOTHING.test(sql) || !LOADS_LOCAL.test(sql)) return undefined;
  const file: LocalFile = {
    error: undefined,
    open: (path) => {
      if (factory !== undefined) return factory(path);
      file.error = new Error(
        `As a result of LOCAL INFILE command server wants to read ${path} file, but you must provide streamFactory option returning ReadStream.`,
      );
      return Readable.from([]);
    },
  };
  return file;
}
