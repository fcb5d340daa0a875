import { wrongOption } from './option-values';
import type { SslOptions } from './options';

type Pem = string | Buffer;

/** TLS with one identity; its names are those of {@link SslOptions}. */
export interface OneIdentity {
  /** The authorities to trust. */
  ca?: string | string[] | Buffer | Buffer[];
  /** The client's certificate, with what signed it. */
  cert?: string | Buffer;
  /** The private key of `cert`. */
  key?: string | Buffer;
  /** The lists of revoked certificates. */
  crl?: string;
  /** What `key` is encrypted with. */
  passphrase?: string;
  /** Ciphers of TLS 1.2. */
  ciphers?: string;
  /** False takes any certificate. */
  rejectUnauthorized?: boolean;
  /** Also checks that the certificate is for the host. */
  verifyIdentity?: boolean;
  /** The oldest version. */
  minVersion?: string;
  /** The newest version. */
  maxVersion?: string;
}

/**
 * Node's `tls` takes several identities, of which the server's side makes use; a client of MySQL has one.
 * @throws TypeError for several, and for `pfx`
 */
export function oneIdentity({ cert, key, crl, pfx, ...rest }: SslOptions): OneIdentity {
  if (pfx !== undefined && pfx !== null) {
    throw wrongOption(
      'The option ssl.pfx of mysql2 is not there: give ssl.cert and ssl.key as PEM',
    );
  }
  const parts = { cert: onlyOne('cert', cert), key: onlyOne('key', key), crl: onlyOne('crl', crl) };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { ...rest, ...Object.fromEntries(given) } as OneIdentity;
}

function onlyOne(name: string, given: Pem | readonly Pem[] | undefined): Pem | undefined {
  if (!isList(given)) return given;
  if (given.length > 1) {
    throw wrongOption(
      `The option ssl.${name} takes one: join what belongs to it in one text of PEM`,
    );
  }
  return given[0];
}

const isList = (given: Pem | readonly Pem[] | undefined): given is readonly Pem[] =>
  Array.isArray(given);
