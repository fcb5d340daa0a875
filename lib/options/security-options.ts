/**
 * How much TLS is asked for. PREFERRED: where the server offers it, not proof against an attacker.
 * REQUIRED: always, with whoever answers. VERIFY_CA: with a certificate that an authority signed.
 * VERIFY_IDENTITY: and that is for this host.
 * https://dev.mysql.com/doc/refman/9.0/en/connection-options.html#option_general_ssl-mode
 */
export type TlsMode = 'DISABLED' | 'PREFERRED' | 'REQUIRED' | 'VERIFY_CA' | 'VERIFY_IDENTITY';

/** A version of the TLS protocol; older ones are not safe, and are refused. */
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** A PEM file: its path, or its contents (text with a `-----BEGIN` line, or the bytes of it). */
export type PemSource = string | Uint8Array;

/** Certificates, keys and ciphers of TLS. */
export interface SslOptions {
  /** The authorities to trust, one or several; those that Node trusts unless given. */
  ca?: PemSource | readonly PemSource[];
  /** A directory of authorities, named by hash as `openssl rehash` does. */
  caPath?: string;
  /** The client's own certificate. */
  cert?: PemSource;
  /** The private key of `cert`. */
  key?: PemSource;
  /** What `key` is encrypted with. */
  passphrase?: string;
  /** Ciphers of TLS 1.2 in OpenSSL's notation, such as 'ECDHE-RSA-AES128-GCM-SHA256'. */
  cipher?: string;
  /** Cipher suites of TLS 1.3, such as 'TLS_AES_128_GCM_SHA256', separated by colons. */
  ciphersuites?: string;
  /** A list of revoked certificates. */
  crl?: PemSource;
  /** A directory of such lists. */
  crlPath?: string;
}

/** TLS, authentication, and what a server may ask of the client. */
export interface SecurityOptions {
  /**
   * True or an object asks for TLS with a proof of the server's identity, unless `sslMode` says less;
   * false is `sslMode: 'DISABLED'`.
   */
  ssl?: boolean | SslOptions;
  /** How much TLS; 'PREFERRED' unless given, 'VERIFY_IDENTITY' when `ssl` or `tlsVersion` is. */
  sslMode?: TlsMode;
  /** The versions of TLS to allow; both unless given. */
  tlsVersion?: TlsVersion | readonly TlsVersion[];
  /**
   * The authentication plugin to begin with, such as 'caching_sha2_password'; the client's own unless
   * given. Those that send the password in clear need `enableCleartextPlugin`.
   */
  authPlugin?: string;
  /** Directory of the client's authentication plugins (native code); the client's own unless given. */
  pluginDir?: string;
  /** File with the server's public RSA key, for caching_sha2 and sha256 passwords without TLS. */
  serverPublicKeyPath?: string;
  /**
   * Asks the server itself for that key. Off unless given: an attacker in the middle can give his own
   * and learn the password.
   */
  getServerPublicKey?: boolean;
  /**
   * Lets plugins send the password in clear, over a unix socket or with `sslMode` VERIFY_CA or
   * VERIFY_IDENTITY only. Off unless given.
   */
  enableCleartextPlugin?: boolean;
  /** Lets LOAD DATA LOCAL send what the statement's `infile` gives. Off unless given. */
  localInfile?: boolean;
  /** Lets LOAD DATA LOCAL read files inside this directory. None unless given. */
  localInfileDir?: string;
}
