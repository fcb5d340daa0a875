import type { ServerFlavor } from './find-server';

/** What a driver needs to reach the server over TCP. */
export interface TestServerConnectOptions {
  /** '127.0.0.1'. */
  readonly host: string;
  /** A free port that the server took. */
  readonly port: number;
  /** 'root'. */
  readonly user: string;
  /** The empty string. */
  readonly password: string;
}

/** A running throwaway server; its root user has no password and may do everything. */
export interface TestServer extends AsyncDisposable {
  /** Which of the two servers it is. */
  readonly flavor: ServerFlavor;
  /** As `SELECT version()` says it: '10.11.19-MariaDB-0+deb12u1', '9.1.0'. */
  readonly version: string;
  /** Always '127.0.0.1': nobody reaches the server from another machine. */
  readonly host: string;
  /** Its TCP port, one that was free. */
  readonly port: number;
  /** 'root'. */
  readonly user: string;
  /** The empty string. */
  readonly password: string;
  /** Path of the unix socket; the empty string on Windows. */
  readonly unixSocket: string;
  /** `mysql://root@127.0.0.1:<port>`; append `/name` for a database. */
  readonly url: string;
  /** `host`, `port`, `user` and `password` in one object: for `connect()` of this or another driver. */
  readonly connectOptions: TestServerConnectOptions;
  /** Process id of mariadbd or mysqld: kill it to test a lost server; stop() still cleans up. */
  readonly pid: number;
  /** The server's error log. */
  readonly logFile: string;
  /** Its data directory, which `stop()` removes. */
  readonly datadir: string;
  /**
   * Ends the server (SIGTERM, and SIGKILL after 5 s) and removes its directory; resolves when both
   * are gone. May be called again, and at the same time.
   */
  stop(): Promise<void>;
}
