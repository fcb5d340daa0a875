import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { type NativePem, type NativeTlsOptions, TLS_MODES } from '../native/binding';
import type { ConnectTarget, SecretPem, TlsOptions } from '../options/connect-options';
import { isLocal } from '../options/targets';

/** What the client library is told of TLS for one server. */
export function nativeTls(tls: TlsOptions, target: ConnectTarget): NativeTlsOptions {
  // A unix socket is safe without, and MySQL's clients do not use TLS there either unless told to.
  const mode = tls.mode === 'PREFERRED' && isLocal(target) ? 'DISABLED' : tls.mode;
  const verifies = mode === 'VERIFY_CA' || mode === 'VERIFY_IDENTITY';
  const ownAuthorities = tls.ca !== undefined || tls.caPath !== undefined;
  return {
    mode: TLS_MODES.indexOf(mode),
    ca: verifies && !ownAuthorities ? { text: publicAuthorities() } : tls.ca,
    caPath: tls.caPath,
    cert: tls.cert,
    key: tls.key && revealed(tls.key),
    passphrase: tls.passphrase?.reveal(),
    crl: tls.crl,
    crlPath: tls.crlPath,
    cipher: tls.cipher,
    ciphersuites: tls.ciphersuites,
    versions: tls.versions,
  };
}

function revealed(key: SecretPem): NativePem {
  return 'path' in key ? key : { text: key.text.reveal() };
}

/** Whether what is sent can only reach the server that is meant. */
export function provesIdentity(tls: NativeTlsOptions, target: ConnectTarget): boolean {
  return isLocal(target) || tls.mode >= TLS_MODES.indexOf('VERIFY_CA');
}

let authorities: string | undefined;

/** The authorities that Node trusts: its own list, and what NODE_EXTRA_CA_CERTS adds. */
function publicAuthorities(): string {
  if (authorities === undefined) {
    const extra = process.env['NODE_EXTRA_CA_CERTS'];
    authorities = [...rootCertificates, ...(extra ? [readFileSync(extra, 'utf8')] : [])].join('\n');
  }
  return authorities;
}
