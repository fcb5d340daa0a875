import { isIPv6 } from 'node:net';
import { check, integer, type OptionCheck, path } from './check';
import { checkNames } from './known-names';
import { optionError } from './option-error';
import type { ConnectTarget } from './resolved-options';
import type { HostOptions } from './server-options';

/**
 * A path in the place of a host would be resolved as a name; a list, or a text with `=` in it, which
 * Connector/C reads as a whole connection string, would lead elsewhere. Empty is the default.
 */
export const hostName = check(
  'one host name or address, without its port (a path belongs to unixSocket)',
  (value): value is string =>
    typeof value === 'string' && (isIPv6(value) || /^[^\0-\x20/\\\x7f,:;=]{0,255}$/.test(value)),
);
export const portNumber = integer(0, 65535);

const ENTRY_WANTED = "'host', 'host:port', '[::1]:3307', '/path/to/socket' or an object of those";
const ENTRY_NAMES = ['host', 'port', 'unixSocket'] satisfies readonly (keyof HostOptions)[];

/** `hosts`: a list with at least one entry. */
export const hostList: OptionCheck<readonly ConnectTarget[]> = (value) => {
  const want = `an array of ${ENTRY_WANTED}`;
  if (!Array.isArray(value) || value.length === 0) return { ok: false, want };
  const targets: ConnectTarget[] = [];
  for (const [index, entry] of value.entries()) {
    const target = typeof entry === 'string' ? targetOfText(entry) : targetOfObject(entry, index);
    if (target === undefined) return { ok: false, want: `${want} (entry ${index} is none)` };
    targets.push(Object.freeze(target));
  }
  return { ok: true, value: targets };
};

function targetOfText(text: string): ConnectTarget | undefined {
  if (text.startsWith('/')) return path(text).ok ? socketTarget(text) : undefined;
  if (isIPv6(text)) return { host: text, port: 0, unixSocket: undefined };
  const [, bracketed, name, digits] =
    /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  const port = Number(digits ?? 0);
  if (bracketed !== undefined && !isIPv6(bracketed)) return undefined;
  if (!hostName(host).ok || !portNumber(port).ok) return undefined;
  return { host, port, unixSocket: undefined };
}

function targetOfObject(entry: unknown, index: number): ConnectTarget | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  checkNames(`option of hosts (entry ${index})`, entry, ENTRY_NAMES);
  const { host, port, unixSocket } = entry as Record<string, unknown>;
  if (unixSocket !== undefined) {
    if (host !== undefined || port !== undefined || !path(unixSocket).ok) return undefined;
    return socketTarget(unixSocket as string);
  }
  if (!host || !hostName(host).ok || !portNumber(port ?? 0).ok) return undefined;
  return { host: host as string, port: (port ?? 0) as number, unixSocket };
}

function socketTarget(unixSocket: string): ConnectTarget {
  return { host: undefined, port: 0, unixSocket };
}

/** The servers to try, from options that were checked one by one. */
export function resolveTargets(options: {
  readonly host?: string;
  readonly port?: number;
  readonly unixSocket?: string;
  readonly hosts?: readonly ConnectTarget[];
}): readonly ConnectTarget[] {
  const { host, port, unixSocket, hosts } = options;
  if (hosts === undefined) return [{ host: host || undefined, port: port ?? 0, unixSocket }];
  const other = ENTRY_NAMES.find((name) => options[name] !== undefined);
  if (other === undefined) return hosts;
  throw optionError(
    `The options hosts and ${other} cannot be given together`,
    'Write everything about a server into its entry of hosts.',
  );
}

/** `localhost` means the unix socket, as in the C client. */
export function isLocal({ host, unixSocket }: ConnectTarget): boolean {
  if (unixSocket !== undefined) return true;
  return process.platform !== 'win32' && (host === undefined || host === 'localhost');
}
