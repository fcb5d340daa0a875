// Where the server under the bench listens, as every driver process is told it: in environment
// variables, because the floor is a C program and reading JSON there would be more code than its loop.

/**
 * @typedef {object} Target
 * @property {string} [unixSocket] used when given, else host and port
 * @property {string} [host]
 * @property {number} [port]
 * @property {string} user
 * @property {string} password
 * @property {string} database
 */

/**
 * @param {Target} target
 * @returns {Record<string, string>}
 */
export function targetToEnvironment(target) {
  return {
    BENCH_SOCKET: target.unixSocket ?? '',
    BENCH_HOST: target.host ?? '',
    BENCH_PORT: String(target.port ?? 0),
    BENCH_USER: target.user,
    BENCH_PASSWORD: target.password,
    BENCH_DATABASE: target.database,
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Target}
 */
export function targetFromEnvironment(env) {
  const common = {
    user: env.BENCH_USER ?? '',
    password: env.BENCH_PASSWORD ?? '',
    database: env.BENCH_DATABASE ?? '',
  };
  if (env.BENCH_SOCKET) return { unixSocket: env.BENCH_SOCKET, ...common };
  return { host: env.BENCH_HOST ?? '127.0.0.1', port: Number(env.BENCH_PORT), ...common };
}

/**
 * @param {string} text e.g. mysql://root@localhost/?unixSocket=/run/mysqld/mysqld.sock
 * @returns {Omit<Target, 'database'>}
 */
export function targetFromUrl(text) {
  const url = new URL(text);
  const account = {
    user: decodeURIComponent(url.username) || 'root',
    password: decodeURIComponent(url.password),
  };
  const unixSocket = url.searchParams.get('unixSocket');
  if (unixSocket) return { unixSocket, ...account };
  return { host: url.hostname, port: Number(url.port || 3306), ...account };
}
