import { TestServerError } from './test-server-error';

/** Options of the server program itself, as a list of flags or as an object of variables. */
export type ServerFlags = readonly string[] | Readonly<Record<string, string | number | boolean>>;

/** What we must know of to initialise, to see the start and to clean up. */
const RESERVED = ['datadir', 'log-error', 'daemonize', 'no-defaults', 'defaults-file'];

/** What cannot change any more once the data directory is made. */
const FIXED_AT_CREATION =
  /^--(lower-case-table-names|innodb-(page-size|data-file-path|undo-tablespaces|undo-directory))=/;

/**
 * Makes flags of the options: `{ max_allowed_packet: 4096 }` is `--max_allowed_packet=4096`, `true`
 * is the bare flag and `false` its `--skip-` form.
 */
export function toFlags(options: ServerFlags): string[] {
  const flags = isList(options) ? [...options] : Object.entries(options).map(toFlag);
  for (const flag of flags) {
    const name = canonical(flag).replace(/^--|=.*$/gs, '');
    if (!flag.startsWith('-')) throw invalid(flag, 'a server flag begins with --');
    if (RESERVED.includes(name)) throw invalid(flag, 'startServer() sets it itself');
  }
  return flags;
}

/** Those of the flags that the data directory must be made with. */
export function creationFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => FIXED_AT_CREATION.test(canonical(flag)));
}

function isList(options: ServerFlags): options is readonly string[] {
  return Array.isArray(options);
}

function toFlag([key, value]: [string, string | number | boolean]): string {
  const name = key.replace(/^--/, '');
  if (value === true) return `--${name}`;
  if (value === false) return `--skip-${name}`;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw invalid(`--${name}`, 'its value must be a string, a number or a boolean');
  }
  return `--${name}=${value}`;
}

/** The server reads `_` in a name as `-`. */
function canonical(flag: string): string {
  const [name = '', ...value] = flag.split('=');
  return [name.replaceAll('_', '-'), ...value].join('=');
}

function invalid(flag: string, reason: string): TestServerError {
  return new TestServerError(
    'INVALID_OPTION',
    `Cannot use the server option '${flag}': ${reason}.`,
  );
}
