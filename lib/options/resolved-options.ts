import type { ConnectOptions, CursorOptions } from './connect-options';
import type { ResolvedConv } from './conv';
import type { Secret } from './secret';
import type { TlsMode } from './security-options';

export type Pem = { readonly path: string } | { readonly text: string };
/** A PEM whose text must not be shown. */
export type SecretPem = { readonly path: string } | { readonly text: Secret };

export interface TlsOptions {
  readonly mode: TlsMode;
  readonly ca: Pem | undefined;
  readonly caPath: string | undefined;
  readonly cert: Pem | undefined;
  readonly key: SecretPem | undefined;
  readonly passphrase: Secret | undefined;
  readonly cipher: string | undefined;
  readonly ciphersuites: string | undefined;
  readonly crl: Pem | undefined;
  readonly crlPath: string | undefined;
  /** As 'TLSv1.2,TLSv1.3'. */
  readonly versions: string | undefined;
}

/** One server to try. */
export interface ConnectTarget {
  readonly host: string | undefined;
  /** 0 is the default one. */
  readonly port: number;
  readonly unixSocket: string | undefined;
}

/** Options with a default, which stay as they were given. */
type Defaulted = Required<
  Pick<
    ConnectOptions,
    | 'connectTimeout'
    | 'readTimeout'
    | 'writeTimeout'
    | 'maxAllowedPacket'
    | 'autocommit'
    | 'charset'
    | 'multiStatements'
    | 'foundRows'
    | 'interactive'
    | 'ignoreSpace'
    | 'clientFlag'
    | 'connectAttributes'
    | 'getServerPublicKey'
    | 'enableCleartextPlugin'
    | 'localInfile'
    | 'cursorClass'
    | Exclude<keyof CursorOptions, 'conv'>
    | 'paramstyle'
    | 'prepared'
    | 'statementCacheSize'
    | 'fetchWarnings'
    | 'traceParameters'
  >
>;

/** Options after validation, with every default in place; printing them shows no secret. */
export interface ResolvedOptions extends Readonly<Defaulted> {
  readonly targets: readonly ConnectTarget[];
  readonly tls: TlsOptions;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly database: string | undefined;
  readonly bindAddress: string | undefined;
  readonly compress: false | 'zlib' | 'zstd';
  readonly compressionLevel: number | undefined;
  readonly collation: string | undefined;
  readonly sqlMode: string | undefined;
  readonly sessionTimezone: string | undefined;
  readonly initCommand: readonly string[];
  readonly authPlugin: string | undefined;
  readonly pluginDir: string | undefined;
  readonly serverPublicKeyPath: string | undefined;
  readonly localInfileDir: string | undefined;
  readonly conv: ResolvedConv;
}
