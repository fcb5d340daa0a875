/** One of several servers: a host by TCP, or a unix socket. */
export interface HostOptions {
  /** Host name or address. */
  host?: string;
  /** TCP port, 3306 unless given. */
  port?: number;
  /** Path of the server's unix socket, instead of host and port. */
  unixSocket?: string;
}

/** Where the server is, who asks, and how the way there is used. */
export interface ServerOptions {
  /** Host name or address. `localhost` (the default) means the server's unix socket, as in the C client. */
  host?: string;
  /** TCP port, 3306 unless given. */
  port?: number;
  /** Path of the server's unix socket; wins over host and port. MySQLdb: `unix_socket`. */
  unixSocket?: string;
  /**
   * Servers to try in order until one lets itself be reached, instead of host, port and unixSocket:
   * 'host', 'host:port', '[::1]:3307', '/path/to/socket' or an object. `connectTimeout` counts for
   * each. A server that answers with a refusal, such as of the password, ends the search.
   */
  hosts?: readonly (string | HostOptions)[];
  /** Account name; the operating system's user unless given. */
  user?: string;
  /** The account's password; none unless given. */
  password?: string;
  /** The default database (schema); none unless given. MySQLdb also: `db`. */
  database?: string;
  /** Address or name of the local interface to connect from; the system chooses unless given. */
  bindAddress?: string;
  /** For the whole of connecting: name, socket and handshake. Milliseconds, 10000 unless given, 0 for ever. */
  connectTimeout?: number;
  /** For each wait for the server's bytes. Milliseconds, 0 (for ever) unless given; ends the connection. */
  readTimeout?: number;
  /** For each wait until the server takes bytes. Milliseconds, 0 (for ever) unless given; ends the connection. */
  writeTimeout?: number;
  /** Compresses the traffic; true is 'zlib'. Off unless given, and where the server cannot. */
  compress?: boolean | 'zlib' | 'zstd';
  /** 1 (fast) to 22 (small), with `compress: 'zstd'` only; the client's own unless given. */
  compressionLevel?: number;
  /** The largest packet that the client takes, in bytes: 4096 to 1073741824 (1 GiB, the default). */
  maxAllowedPacket?: number;
  /**
   * Path of an option file (`my.cnf`) whose groups [client], [client-server], [client-mariadb] and
   * `readDefaultGroup` give options. Options that are given beside it win. See docs/options.md.
   */
  readDefaultFile?: string;
  /**
   * A group to read beside those; without `readDefaultFile` from /etc/my.cnf, /etc/mysql/my.cnf and
   * ~/.my.cnf.
   */
  readDefaultGroup?: string;
}
