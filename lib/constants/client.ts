/**
 * The capabilities that client and server agree on, for the `clientFlag` option.
 *
 * MariaDB's own ones lie above bit 31, where JavaScript's `|` would lose them without a word. The
 * client library sets those by itself, so they are not here.
 *
 * @example
 * const conn = await connect({ clientFlag: CLIENT.FOUND_ROWS | CLIENT.IGNORE_SPACE });
 *
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html
 * @see https://mariadb.com/kb/en/connection/#capabilities
 */
export const CLIENT = Object.freeze({
  LONG_PASSWORD: 1,
  /** MariaDB's name of bit 0; a MariaDB server leaves it unset. */
  MYSQL: 1,
  /** An UPDATE counts the rows that it found, not only those that it changed. */
  FOUND_ROWS: 2,
  LONG_FLAG: 4,
  CONNECT_WITH_DB: 8,
  NO_SCHEMA: 16,
  COMPRESS: 32,
  ODBC: 64,
  LOCAL_FILES: 128,
  IGNORE_SPACE: 256,
  PROTOCOL_41: 512,
  /** MySQLdb's name of PROTOCOL_41. */
  CHANGE_USER: 512,
  INTERACTIVE: 1024,
  SSL: 2048,
  IGNORE_SIGPIPE: 4096,
  TRANSACTIONS: 8192,
  RESERVED: 16384,
  SECURE_CONNECTION: 32768,
  MULTI_STATEMENTS: 2 ** 16,
  MULTI_RESULTS: 2 ** 17,
  PS_MULTI_RESULTS: 2 ** 18,
  PLUGIN_AUTH: 2 ** 19,
  CONNECT_ATTRS: 2 ** 20,
  PLUGIN_AUTH_LENENC_CLIENT_DATA: 2 ** 21,
  CAN_HANDLE_EXPIRED_PASSWORDS: 2 ** 22,
  SESSION_TRACK: 2 ** 23,
  DEPRECATE_EOF: 2 ** 24,
  OPTIONAL_RESULTSET_METADATA: 2 ** 25,
  ZSTD_COMPRESSION_ALGORITHM: 2 ** 26,
  QUERY_ATTRIBUTES: 2 ** 27,
  MULTI_FACTOR_AUTHENTICATION: 2 ** 28,
  CAPABILITY_EXTENSION: 2 ** 29,
  SSL_VERIFY_SERVER_CERT: 2 ** 30,
  REMEMBER_OPTIONS: 2 ** 31,
} as const);
