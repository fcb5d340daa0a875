import type { InterfaceError } from '../errors';
import { optionError } from './option-error';

/** Options of a URL whose text stands for a value of another type. */
const TEXT_VALUES: ReadonlyMap<string, unknown> = new Map([
  ['true', true],
  ['false', false],
]);
const NUMERIC_OPTIONS = new Set([
  ...['connectTimeout', 'readTimeout', 'writeTimeout', 'statementCacheSize'],
  ...['compressionLevel', 'maxAllowedPacket', 'clientFlag'],
  // Of createPool.
  ...['min', 'max', 'acquireTimeout', 'queueLimit', 'idleTimeout', 'maxLifetime', 'leakTimeout'],
]);
/** What the part before the `?` says may not be said again behind it. */
const AUTHORITY_OPTIONS = new Set(['host', 'port', 'hosts', 'user', 'password', 'database']);
/**
 * What a server that the URL names would have of this machine by them: its accounts, its files, or a
 * program in its memory.
 */
const LOCAL_OPTIONS: ReadonlyMap<string, string> = new Map([
  ...['readDefaultFile', 'readDefaultGroup'].map((name) => [name, 'accounts'] as const),
  ['localInfileDir', 'files'],
  ['pluginDir', 'native code'],
]);
/** Objects, whose members stand in the query as `ssl.ca=…`. */
const NESTED_OPTIONS = new Set(['ssl', 'connectAttributes']);

/**
 * Reads `mysql://user:password@host:port/database?option=value`, or with several hosts, separated by
 * commas; user, password and database are percent-encoded. The URL itself never appears in an error:
 * it may hold a password.
 */
export function parseUrl(text: string): Record<string, unknown> {
  // URL would pass over tabs and line breaks, in a password too.
  if (/[\0-\x1f\x7f]/.test(text)) throw notParsed();
  const { single, hosts } = splitHosts(text);
  let url: URL;
  try {
    url = new URL(single);
  } catch {
    throw notParsed();
  }
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') {
    throw optionError(
      'The connection URL does not begin with mysql://',
      'Use mysql:// or mariadb://.',
    );
  }
  if (url.hash !== '') {
    throw optionError(
      'The connection URL has a # in it',
      'If it belongs to the password, write %23.',
    );
  }
  const authority = authorityOptions(url);
  const query = queryOptions(url);
  if (
    query['unixSocket'] !== undefined &&
    (hosts ?? authority['host'] ?? 'localhost') !== 'localhost'
  ) {
    throw optionError(
      'The option unixSocket in the query would go around the host of the connection URL',
      'Leave out the host, as in mysql://user@localhost/database?unixSocket=/path.',
    );
  }
  return hosts === undefined
    ? { ...authority, ...query }
    : { ...authority, host: undefined, hosts, ...query };
}

function notParsed(): InterfaceError {
  return optionError(
    'The connection URL cannot be parsed',
    'It looks like mysql://user:password@host:3306/database; special characters are percent-encoded.',
  );
}

/** A URL has one host: the rest is read as if it had the one that the list is replaced by. */
function splitHosts(text: string): { single: string; hosts: readonly string[] | undefined } {
  const [, scheme = '', authority = '', rest = ''] = /^(\w+:\/\/)([^/?#]*)(.*)$/s.exec(text) ?? [];
  // As URL does: what stands before the last @ is the account.
  const at = authority.lastIndexOf('@') + 1;
  const list = authority.slice(at);
  if (!list.includes(',')) return { single: text, hosts: undefined };
  const hosts = list.split(',');
  const isHost = (host: string): boolean => /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host);
  if (!hosts.every(isHost)) {
    throw optionError(
      'The connection URL has a host in its list that is none',
      'It looks like mysql://user:password@host1:3306,host2,[::1]:3307/database; a comma in the password is %2C.',
    );
  }
  return { single: `${scheme}${authority.slice(0, at)}localhost${rest}`, hosts };
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
    throw optionError(
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
    const [option, member] = splitName(name);
    const target = member === undefined ? options : membersOf(options, option);
    const key = member ?? option;
    if (Object.hasOwn(target, key)) {
      throw optionError(`The option ${name} stands twice in the connection URL`, 'Give it once.');
    }
    const isNumber = member === undefined && NUMERIC_OPTIONS.has(option);
    const plain = member === undefined ? (TEXT_VALUES.get(value) ?? value) : value;
    Object.defineProperty(target, key, {
      ...{ value: isNumber ? toNumber(value) : plain, enumerable: true, writable: true },
    });
  }
  return options;
}

function membersOf(options: Record<string, unknown>, option: string): object {
  const members = (options[option] ??= {});
  if (typeof members === 'object' && members !== null) return members;
  throw optionError(`The option ${option} stands twice in the connection URL`, 'Give it once.');
}

/** The name of an option, and of its member if it has one; refuses what may not stand in a query. */
function splitName(name: string): [option: string, member?: string] {
  const [, option = '', member] = /^([a-z]+(?:_[a-z]+)*)(?:\.(\w+))?$/i.exec(name) ?? [];
  // What is no name may be the rest of a password with a ? in it.
  if (option === '' || (member !== undefined && !NESTED_OPTIONS.has(option))) {
    throw optionError(
      'The connection URL has a query that is not option=value',
      'If the question mark belongs to the password, write %3F.',
    );
  }
  if (AUTHORITY_OPTIONS.has(option)) {
    throw optionError(
      `The option ${option} cannot stand in the query of a connection URL`,
      'Write it before the question mark: what comes after it must not redirect a connection.',
    );
  }
  const local = LOCAL_OPTIONS.get(option);
  if (local !== undefined) {
    throw optionError(
      `The option ${option} cannot stand in a connection URL`,
      `Give an object of options: a URL must not reach for ${local} of this machine.`,
    );
  }
  return member === undefined ? [option] : [option, member];
}
