import { InterfaceError } from '../errors';

/** Options of a URL whose text stands for a value of another type. */
const TEXT_VALUES: Readonly<Record<string, unknown>> = { true: true, false: false };
const NUMERIC_OPTIONS = new Set(['port', 'connectTimeout']);
/** What the part before the `?` says may not be said again behind it. */
const AUTHORITY_OPTIONS = new Set(['host', 'port', 'user', 'password', 'database']);

function invalid(message: string, hint: string): InterfaceError {
  return new InterfaceError(message, { code: 'ERR_MYSQLDB_OPTION', hint });
}

/**
 * Reads `mysql://user:password@host:port/database?option=value`; user, password and database are
 * percent-encoded. The URL itself never appears in an error: it may hold a password.
 */
export function parseUrl(text: string): Record<string, unknown> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid(
      'The connection URL cannot be parsed',
      'It looks like mysql://user:password@host:3306/database; special characters are percent-encoded.',
    );
  }
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') {
    throw invalid('The connection URL does not begin with mysql://', 'Use mysql:// or mariadb://.');
  }
  if (url.hash !== '') {
    throw invalid('The connection URL has a # in it', 'If it belongs to the password, write %23.');
  }
  return { ...authorityOptions(url), ...queryOptions(url) };
}

function authorityOptions(url: URL): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const set = (name: string, value: string): void => {
    if (value !== '') options[name] = decodePart(value);
  };
  set('host', url.hostname.replace(/^\[(.*)\]$/, '$1'));
  set('user', url.username);
  set('password', url.password);
  set('database', url.pathname.replace(/^\//, ''));
  if (url.port !== '') options['port'] = Number(url.port);
  return options;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(
      'The connection URL has a % that is not followed by two hex digits',
      'Write %25.',
    );
  }
}

/** Digits only: what else Number() takes is no option's value. */
function toNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function queryOptions(url: URL): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, value] of url.searchParams) {
    // What is no name may be the rest of a password with a ? in it.
    if (!/^[a-z]+$/i.test(name)) {
      throw invalid(
        'The connection URL has a query that is not option=value',
        'If the question mark belongs to the password, write %3F.',
      );
    }
    if (AUTHORITY_OPTIONS.has(name)) {
      throw invalid(
        `The option ${name} cannot stand in the query of a connection URL`,
        'Write it before the question mark: what comes after it must not redirect a connection.',
      );
    }
    if (Object.hasOwn(options, name)) {
      throw invalid(`The option ${name} stands twice in the connection URL`, 'Give it once.');
    }
    options[name] = NUMERIC_OPTIONS.has(name) ? toNumber(value) : (TEXT_VALUES[value] ?? value);
  }
  return options;
}
