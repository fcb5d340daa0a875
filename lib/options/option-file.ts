/** Reads option files (`my.cnf`) as the C client does, but refuses what it would pass over. */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { InterfaceError } from '../errors';
import { optionError } from './option-error';

/** One line that sets something. */
export interface FileEntry {
  /** With dashes, and without `loose-`. */
  readonly key: string;
  /** Undefined when there is no `=`. */
  readonly value: string | undefined;
  /** As 'line 3 of /etc/my.cnf'. */
  readonly place: string;
}

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 100;
const MAX_DEPTH = 10;

/** `~` at the beginning is the home directory. */
export function expandHome(path: string): string {
  return /^~(?=[/\\]|$)/.test(path) ? join(homedir(), path.slice(1)) : path;
}

/** What the files say in these groups, in order: the last one of a key counts. */
export class OptionFileReader {
  readonly entries: FileEntry[] = [];
  readonly #groups: ReadonlySet<string>;
  readonly #passOver: boolean;
  /** Real paths of the files that are being read, the including ones first. */
  readonly #open: string[] = [];
  #count = 0;

  /** @param passOver whether files that are missing or may not be read are left out */
  constructor(groups: Iterable<string>, passOver: boolean) {
    this.#groups = new Set(groups);
    this.#passOver = passOver;
  }

  /** @param place of the line that includes the file */
  read(path: string, place?: string): void {
    const from = place === undefined ? '' : ` (included by ${place})`;
    const fail = (what: string, cause?: unknown): InterfaceError =>
      optionError(`The option file ${path} ${what}${from}`, fileHint(cause), cause);
    const text = this.#attempt(fail, () => readText(path, fail));
    if (text === undefined) return;
    const real = realpathSync(path);
    if (this.#open.includes(real)) throw fail('includes itself');
    if (this.#open.length >= MAX_DEPTH) throw fail('is included too deeply');
    if (++this.#count > MAX_FILES) throw fail(`is one too many: ${MAX_FILES} may be read`);
    this.#open.push(real);
    this.#parse(text, path);
    this.#open.pop();
  }

  #parse(text: string, path: string): void {
    let group: string | undefined;
    for (const [index, raw] of text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .entries()) {
      const line = raw.trim();
      const place = `line ${index + 1} of ${path}`;
      if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
      if (line.startsWith('!')) this.#include(line, path, place);
      else if (line.startsWith('[')) group = groupName(line, place);
      else if (group === undefined) {
        throw optionError(`An option stands before the first [group] in ${place}`);
      } else if (this.#groups.has(group)) this.entries.push(parseEntry(line, place));
    }
  }

  #include(line: string, path: string, place: string): void {
    const [, kind, given] = /^!(include|includedir)\s+(.+)$/.exec(line) ?? [];
    if (given === undefined) throw optionError(`There is no such directive as in ${place}`);
    const target = resolve(dirname(path), expandHome(given.trim()));
    if (kind === 'include') {
      this.read(target, place);
      return;
    }
    const fail = (what: string, cause?: unknown): InterfaceError =>
      optionError(`The directory ${target} ${what} (included by ${place})`, fileHint(cause), cause);
    const names = this.#attempt(fail, () => readdirSync(target)) ?? [];
    for (const name of names.filter((each) => /\.(cnf|ini)$/.test(each)).sort()) {
      this.read(join(target, name), place);
    }
  }

  /** Undefined when the file system refuses and that is to be passed over. */
  #attempt<T>(
    fail: (what: string, cause: unknown) => InterfaceError,
    action: () => T,
  ): T | undefined {
    try {
      return action();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ERR_MYSQLDB_OPTION') throw error;
      if (this.#passOver && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(code ?? '')) return undefined;
      throw fail('cannot be read', error);
    }
  }
}

const FILE_HINTS: Readonly<Record<string, string>> = {
  ENOENT: 'Nothing is there: correct the path, or create it.',
  EACCES: 'Let the account that this process runs as read it, or name another.',
};

function fileHint(cause: unknown): string | undefined {
  return FILE_HINTS[(cause as NodeJS.ErrnoException | undefined)?.code ?? ''];
}

/** Judges the file that was opened, so that nobody can exchange it in between; a pipe must not block. */
function readText(path: string, fail: (what: string) => InterfaceError): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw fail('is no regular file');
    if (stats.size > MAX_FILE_BYTES) throw fail('is larger than 1 MiB');
    if (process.platform !== 'win32' && (stats.mode & 0o002) !== 0) {
      throw fail('may be written by everyone, so that anyone could redirect the connection');
    }
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function groupName(line: string, place: string): string {
  const end = line.indexOf(']');
  if (end < 0) throw optionError(`A group has no closing bracket in ${place}`);
  return line.slice(1, end).trim();
}

function parseEntry(line: string, place: string): FileEntry {
  const text = withoutComment(line);
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).trimEnd();
  const value = equals < 0 ? undefined : unquote(text.slice(equals + 1).trimStart());
  return { key: name.replace(/_/g, '-').replace(/^loose-/, ''), value, place };
}

/** A `#` outside of quotes begins a comment in the middle of a line, too. */
function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    if (quote !== '' && char === '\\') i++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '#') return line.slice(0, i).trimEnd();
    else if (char === '"' || char === "'") quote = char;
  }
  return line;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ b: '\b', t: '\t', n: '\n', r: '\r', s: ' ', '\\': '\\', '"': '"', "'": "'" },
};

/** The quotes around a value go, and what a backslash stands for comes; unknown escapes stay. */
function unquote(value: string): string {
  const inner = /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
  return inner.replace(/\\(.)/gs, (all, char: string) => ESCAPES[char] ?? all);
}
