import { readFileSync } from 'node:fs';
import {
  cText,
  existingDirectory,
  existingFile,
  isPlainObject,
  listOf,
  type OptionCheck,
  pattern,
  secret,
} from './check';
import { checkNames } from './known-names';
import { optionError } from './option-error';
import type { Pem, SecretPem, TlsOptions } from './resolved-options';
import { Secret } from './secret';
import type { SslOptions, TlsMode, TlsVersion } from './security-options';

/** What `ssl` says beside how much of it is wanted. */
export type SslParts = Omit<TlsOptions, 'mode' | 'versions'>;

const PEM_WANTED = 'the path of a file, or PEM (a text or bytes with its -----BEGIN line)';

const pem: OptionCheck<Pem> = (value) => {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  if (typeof text === 'string' && text.includes('-----BEGIN') && cText(text).ok) {
    return { ok: true, value: { text } };
  }
  const file = existingFile(value);
  return file.ok ? { ok: true, value: { path: file.value } } : { ...file, want: PEM_WANTED };
};

const secretPem: OptionCheck<SecretPem> = (value) => {
  const checked = pem(value);
  if (!checked.ok || !('text' in checked.value)) return checked as ReturnType<typeof secretPem>;
  return { ok: true, value: { text: new Secret(checked.value.text) } };
};

const authorities: OptionCheck<Pem> = (value) => {
  const checked = listOf(pem, `${PEM_WANTED}, or an array of those`)(value);
  if (!checked.ok) return checked;
  const [first, ...more] = checked.value;
  if (more.length === 0) return { ok: true, value: first! };
  return { ok: true, value: { text: checked.value.map(textOf).join('\n') } };
};

function textOf(source: Pem): string {
  if ('text' in source) return source.text;
  try {
    return readFileSync(source.path, 'latin1');
  } catch (cause) {
    throw optionError('A file of ssl.ca cannot be read', undefined, cause);
  }
}

const PART_CHECKS: { readonly [K in keyof Required<SslOptions>]: OptionCheck<unknown> } = {
  ca: authorities,
  caPath: existingDirectory,
  cert: pem,
  key: secretPem,
  passphrase: secret,
  cipher: pattern("ciphers in OpenSSL's notation", /^[\w:+!@=.-]+$/),
  ciphersuites: pattern('names of cipher suites, separated by colons', /^[\w:]+$/),
  crl: pem,
  crlPath: existingDirectory,
};

export const SSL_NAMES = Object.keys(PART_CHECKS);

/** `ssl`: a boolean, or an object of which every member is checked. */
export const ssl: OptionCheck<boolean | SslParts> = (value) => {
  if (typeof value === 'boolean') return { ok: true, value };
  const want = `true, false or an object with some of ${SSL_NAMES.join(', ')}`;
  if (!isPlainObject(value)) return { ok: false, want };
  checkNames('option of ssl', value, SSL_NAMES);
  const parts: Record<string, unknown> = {};
  for (const [name, partCheck] of Object.entries(PART_CHECKS)) {
    const part = (value as Record<string, unknown>)[name];
    const checked = part === undefined ? undefined : partCheck(part);
    if (checked?.ok === false) {
      throw optionError(`The option ssl.${name} must be ${checked.want}`, checked.hint);
    }
    parts[name] = checked?.value;
  }
  return { ok: true, value: parts as unknown as SslParts };
};

const NO_PARTS: SslParts = {
  ca: undefined,
  caPath: undefined,
  cert: undefined,
  key: undefined,
  passphrase: undefined,
  cipher: undefined,
  ciphersuites: undefined,
  crl: undefined,
  crlPath: undefined,
};

/** How TLS is used, from options that were checked one by one. */
export function resolveTls(options: {
  readonly ssl?: boolean | SslParts;
  readonly sslMode?: TlsMode;
  readonly tlsVersion?: readonly TlsVersion[];
}): TlsOptions {
  const { ssl: given, sslMode, tlsVersion } = options;
  const asks = (given ?? false) !== false || tlsVersion !== undefined;
  const mode = sslMode ?? (asks ? 'VERIFY_IDENTITY' : given === false ? 'DISABLED' : 'PREFERRED');
  const parts = typeof given === 'object' ? given : NO_PARTS;
  refuseContradictions(given, mode, asks, parts);
  return Object.freeze({ ...parts, mode, versions: tlsVersion?.join(',') });
}

function refuseContradictions(
  given: boolean | SslParts | undefined,
  mode: TlsMode,
  asks: boolean,
  parts: SslParts,
): void {
  if (given === false && (asks || mode !== 'DISABLED')) {
    throw optionError(
      'The option ssl is false, but sslMode or tlsVersion asks for TLS',
      'Leave out ssl to use TLS, or the others to go without.',
    );
  }
  if (mode === 'DISABLED' && asks) {
    throw optionError(
      "The option sslMode is 'DISABLED', but ssl or tlsVersion asks for TLS",
      'Leave out sslMode to have the server prove its identity.',
    );
  }
  const proof = (['ca', 'caPath', 'crl', 'crlPath'] as const).find((name) => parts[name]);
  if (mode === 'PREFERRED' && proof !== undefined) {
    throw optionError(
      `The option ssl.${proof} has no effect with sslMode 'PREFERRED', which verifies nothing`,
      "Leave out sslMode, or use 'VERIFY_CA' or 'VERIFY_IDENTITY'.",
    );
  }
}
