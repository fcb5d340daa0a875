/** Certificates for tests of TLS, made anew by the openssl program. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capabilities } from '../../lib';

export interface Certificate {
  /** Paths of PEM files. */
  readonly cert: string;
  readonly key: string;
}

/** Connector/C 3.4 verifies no names on 127.0.0.1, but takes the other for an address like any other. */
export const VERIFIED_HOST = capabilities.verifyCa ? '127.0.0.1' : '127.0.0.2';

/** The option of a server that can be reached there. */
export const BIND_ADDRESS = `--bind-address=${[...new Set(['127.0.0.1', VERIFIED_HOST])].join()}`;

/** An authority that signs certificates, in a directory that `remove` removes. */
export class Authority implements Certificate {
  readonly directory = mkdtempSync(join(tmpdir(), 'mysqldb-tls-'));
  readonly cert = join(this.directory, 'ca.pem');
  readonly key = join(this.directory, 'ca.key');

  constructor() {
    // The server runs under another account.
    chmodSync(this.directory, 0o755);
    openssl(
      'req',
      '-x509',
      ...NEW_KEY,
      '-days',
      '2',
      '-subj',
      '/CN=mysqldb test authority',
      ...[...['-keyout', this.key, '-out', this.cert]],
    );
  }

  /** The authority's own certificate as PEM text. */
  get text(): string {
    return readFileSync(this.cert, 'utf8');
  }

  /** @param names as in `subjectAltName`: 'DNS:localhost,IP:127.0.0.1' */
  sign(name: string, names: string): Certificate {
    const path = (ending: string): string => join(this.directory, `${name}.${ending}`);
    openssl('req', ...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', path('key'), '-out', path('csr'));
    writeFileSync(path('ext'), `subjectAltName=${names}\n`);
    openssl(
      ...['x509', '-req', '-in', path('csr'), '-CA', this.cert, '-CAkey', this.key],
      ...['-CAcreateserial', '-days', '2', '-out', path('pem'), '-extfile', path('ext')],
    );
    chmodSync(path('key'), 0o644);
    return { cert: path('pem'), key: path('key') };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

const NEW_KEY = ['-newkey', 'rsa:2048', '-nodes'];

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
