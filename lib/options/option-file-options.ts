import type { CheckedOptions } from './option-checks';
import { optionError } from './option-error';
import { expandHome, type FileEntry, OptionFileReader } from './option-file';
import { FILE_KEYS, type FileKey } from './option-file-keys';

/** Options that files give, to be checked as any. */
export interface FileOptions {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each option comes from, as 'port in line 3 of /etc/my.cnf'. */
  readonly places: ReadonlyMap<string, string>;
}

const GROUPS = ['client', 'client-server', 'client-mariadb'];
const STANDARD_FILES = ['/etc/my.cnf', '/etc/mysql/my.cnf', '~/.my.cnf'];

/** Reads one file, or those at the standard places as far as they are there. */
export function fileOptions(file: string | undefined, group: string | undefined): FileOptions {
  const groups = group === undefined ? GROUPS : [...GROUPS, group];
  const reader = new OptionFileReader(groups, file === undefined);
  for (const path of file === undefined ? STANDARD_FILES : [file]) reader.read(expandHome(path));
  return optionsOf(reader.entries);
}

function optionsOf(entries: readonly FileEntry[]): FileOptions {
  const values: Record<string, unknown> = {};
  const places = new Map<string, string>();
  for (const entry of entries) {
    const { fileKey, value } = meaningOf(entry);
    if (fileKey === undefined) continue;
    set(values, fileKey.option, value);
    places.set(fileKey.option.split('.')[0]!, `${entry.key} in ${entry.place}`);
  }
  settleTls(values);
  // As in the C client: another machine cannot be meant by the socket of this one.
  if ((values['host'] ?? 'localhost') !== 'localhost') delete values['unixSocket'];
  if (values['compress'] !== 'zstd') delete values['compressionLevel'];
  return { values, places };
}

/** The key that a line means, and its value; undefined takes back what an earlier line has set. */
function meaningOf({ key, value, place }: FileEntry): { fileKey?: FileKey; value?: unknown } {
  const known = Object.hasOwn(FILE_KEYS, key) ? FILE_KEYS[key] : undefined;
  const [, prefix, rest = ''] = /^(skip|disable|enable)-(.+)$/.exec(key) ?? [];
  if (known === undefined && prefix !== undefined && Object.hasOwn(FILE_KEYS, rest)) {
    const fileKey = FILE_KEYS[rest]!;
    if (fileKey.isFlag) return { fileKey, value: prefix === 'enable' };
  }
  if (known === undefined) return {};
  if (value === undefined && !known.isFlag) throw optionError(`${key} needs a value in ${place}`);
  const isReset = value === '' && key !== 'password';
  return { fileKey: known, value: isReset ? undefined : known.read(value ?? '1') };
}

function set(values: Record<string, unknown>, option: FileKey['option'], value: unknown): void {
  const [name, part] = option.split('.') as [string, string?];
  if (part !== undefined) {
    const parts = values[name];
    values[name] = { ...(typeof parts === 'object' ? parts : {}), [part]: value };
  } else if (option === 'initCommand' && value !== undefined) {
    values[name] = [...((values[name] as string[] | undefined) ?? []), value];
  } else if (option !== 'ssl' || value !== true || typeof values[name] !== 'object') {
    values[name] = value;
  }
  // Of what says yes and what says no, the later line counts.
  if (option === 'sslMode' && values['ssl'] === false) delete values['ssl'];
  if (option === 'ssl' && value === false) delete values['sslMode'];
}

/** Makes one `sslMode` of the keys for it. */
function settleTls(values: Record<string, unknown>): void {
  const verify = values['verifyServerCert'];
  delete values['verifyServerCert'];
  const parts = values['ssl'];
  const isTakenBack =
    typeof parts === 'object' && Object.values(parts as object).every((part) => part === undefined);
  if (isTakenBack || values['sslMode'] === 'DISABLED') delete values['ssl'];
  if (values['ssl'] === false || values['sslMode'] === 'DISABLED') {
    delete values['tlsVersion'];
  } else if (verify === true) {
    values['sslMode'] ??= 'VERIFY_IDENTITY';
  } else if (verify === false && values['ssl'] !== undefined) {
    values['sslMode'] ??= 'REQUIRED';
  } else if (verify === false && values['tlsVersion'] !== undefined) {
    values['sslMode'] ??= 'PREFERRED';
  }
}

/** What is left of the files' options beside those that were given: one may overrule several. */
export function withoutOverruled(
  { values }: FileOptions,
  own: CheckedOptions,
): Readonly<Record<string, unknown>> {
  const left: Record<string, unknown> = { ...values };
  const drop = (...names: readonly string[]): void => names.forEach((name) => delete left[name]);
  if ((own.host ?? own.hosts ?? own.unixSocket) !== undefined) drop('host', 'unixSocket');
  if ((own.hosts ?? own.unixSocket) !== undefined) drop('port');
  if (own.localInfile === false) drop('localInfileDir');
  if (own.compress !== undefined && own.compress !== 'zstd') drop('compressionLevel');
  const { ssl, sslMode, tlsVersion } = own;
  if (ssl === false || sslMode === 'DISABLED') drop('ssl', 'sslMode', 'tlsVersion');
  // A file may not lower what the options ask for by themselves.
  else if (ssl !== undefined) drop('sslMode');
  if ((sslMode ?? tlsVersion) !== undefined) {
    if (left['ssl'] === false) drop('ssl');
    if (left['sslMode'] === 'DISABLED') drop('sslMode');
  }
  return left;
}
