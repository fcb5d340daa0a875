import type {
  ConnectOptions,
  ConnectTarget,
  Pem,
  ResolvedOptions,
  TlsOptions,
} from './connect-options';
import { Secret } from './secret';
const pem = (v: string | Buffer | undefined): Pem | undefined =>
  v === undefined
    ? undefined
    : typeof v === 'string' && !v.includes('-----BEGIN')
      ? { path: v }
      : { text: String(v) };
export function stub(given: ConnectOptions, resolved: Record<string, unknown>): void {
  const target = (t: { host?: string; port?: number; unixSocket?: string }): ConnectTarget => ({
    host: t.host,
    port: t.port ?? 0,
    unixSocket: t.unixSocket,
  });
  resolved['targets'] = given.hosts
    ? given.hosts.map((h) => target(typeof h === 'string' ? { host: h } : h))
    : [target(given)];
  const { ssl } = given;
  const o = typeof ssl === 'object' ? ssl : {};
  const tls: TlsOptions = {
    mode:
      given.sslMode ??
      (ssl === false
        ? 'DISABLED'
        : ssl !== undefined || given.tlsVersion !== undefined
          ? 'VERIFY_IDENTITY'
          : 'PREFERRED'),
    ca: pem(o.ca),
    caPath: o.caPath,
    cert: pem(o.cert),
    key: pem(o.key),
    passphrase: o.passphrase === undefined ? undefined : new Secret(o.passphrase),
    cipher: o.cipher,
    ciphersuites: o.ciphersuites,
    crl: pem(o.crl),
    crlPath: o.crlPath,
    versions: given.tlsVersion === undefined ? undefined : [given.tlsVersion].flat().join(','),
  };
  resolved['tls'] = tls;
  resolved['initCommand'] = given.initCommand === undefined ? [] : [given.initCommand].flat();
  resolved['compress'] = given.compress === true ? 'zlib' : (given.compress ?? false);
}
export type { ResolvedOptions };
