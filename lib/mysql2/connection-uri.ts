import { wrongOption } from './option-values';
import type { PoolOptions } from './options';

/** `mysql2:` is what other tools write. */
const SCHEMES: readonly string[] = ['mysql:', 'mysql2:', 'mariadb:'];

/** The options that are given; what their URI says fills what is not given beside it. */
export function withUri(given: PoolOptions | string): PoolOptions {
  if ((typeof given !== 'object' && typeof given !== 'string') || given === null) {
    const kind = given === null ? 'null' : typeof given;
    throw wrongOption(`The options are an object or a URI, not ${kind}`);
  }
  if (typeof given === 'string') return parseUri(given);
  if (!given.uri) return given;
  const { uri, ...beside } = given;
  const options: Record<string, unknown> = { ...beside };
  for (const [name, value] of Object.entries(parseUri(uri))) options[name] ||= value;
  return options;
}

/** The options of a URI's query are JSON where they can be; none may lead to another server or account. */
function parseUri(uri: string): PoolOptions {
  const url = urlOf(uri);
  const own = {
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: Number(url.port) || undefined,
    database: decoded(url.pathname.slice(1)),
    user: decoded(url.username),
    password: decoded(url.password),
  };
  const more = [...url.searchParams];
  const aside = more.find(([name]) => Object.hasOwn(own, name) || leadsAside(name, own.host));
  if (aside !== undefined) {
    throw wrongOption(`The option ${aside[0]} cannot stand in the query of a connection URI`);
  }
  return { ...Object.fromEntries(more.map(([name, value]) => [name, parsed(value)])), ...own };
}

/** A socket is this machine's, whatever host the URI names; a URI in a URI would name another. */
function leadsAside(name: string, host: string): boolean {
  return name === 'uri' || (name === 'socketPath' && host !== '' && host !== 'localhost');
}

/** Node's own error would show the whole URI, and with it the password, to whoever logs it. */
function urlOf(uri: string): URL {
  if (typeof uri !== 'string' || !URL.canParse(uri)) {
    throw wrongOption(
      'The connection URI cannot be parsed; it looks like mysql://user:password@host/database',
    );
  }
  const url = new URL(uri);
  if (!SCHEMES.includes(url.protocol)) {
    throw wrongOption('The connection URI does not begin with mysql://, mysql2:// or mariadb://');
  }
  if (url.hash !== '') {
    throw wrongOption('The connection URI has a # in it: if it belongs to the password, write %23');
  }
  return url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrongOption(
      'The connection URI has a % that is not followed by two hex digits: write %25',
    );
  }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
