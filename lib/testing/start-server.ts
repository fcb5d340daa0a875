import { chown } from 'node:fs/promises';
import { join } from 'node:path';

import { findServer, type FindServerOptions } from './find-server';
import { freePort } from './free-port';
import { toFlags, type ServerFlags } from './server-options';
import { parentDirectory, serverAccount } from './server-place';
import { initialisation, server, type Plan } from './server-programs';
import type { TestServer } from './test-server';
import { TestServerError } from './test-server-error';
import { Watchdog, type Run } from './watchdog';

export interface StartServerOptions extends FindServerOptions {
  /**
   * Options of the server program, after ours, so they win: `['--max-allowed-packet=4096']` or
   * `{ max_allowed_packet: 4096 }`; `true` is the bare flag, `false` its `--skip-` form.
   */
  readonly options?: ServerFlags | undefined;
  /** Milliseconds until it must be ready, initialisation included; default 60 000. */
  readonly startupTimeout?: number | undefined;
}

const KNOWN_OPTIONS = ['flavor', 'binary', 'options', 'startupTimeout'];
const FLAVORS = ['mariadb', 'mysql', undefined];

const STARTUP_TIMEOUT = 60_000;

/** How often a port is tried that was free when the kernel gave it. */
const PORT_ATTEMPTS = 5;

/** The line of both servers; MySQL's X plugin has a similar one, without a version. */
const READY = /ready for connections\.\s+Version: '([^']*)'\s+socket: '([^']*)'\s+port: (\d+)/;
const PORT_TAKEN = /Bind on TCP\/IP port.*(in use|error: (98|48|10048)\b)/i;

/**
 * Starts a private MariaDB or MySQL server in a new temporary directory, on a unix socket and a
 * free loopback port. It ends with `stop()`, and with this process however that ends; it does not
 * keep the process alive. Fails with a {@link TestServerError}.
 *
 * @example
 * const server = await startServer({ options: { max_allowed_packet: 1024 * 1024 } });
 * const conn = await connect(server.url);
 * await server.stop();
 */
export async function startServer(options: StartServerOptions = {}): Promise<TestServer> {
  validate(options);
  const flags = toFlags(options.options ?? []);
  const [found, account] = await Promise.all([findServer(options), serverAccount()]);
  const watchdog = await Watchdog.open(parentDirectory());
  try {
    const { directory } = watchdog;
    if (account) await chown(directory, account.uid, account.gid);
    const plan = { ...found, account, flags, directory, datadir: join(directory, 'data') };
    const timeout = options.startupTimeout ?? STARTUP_TIMEOUT;
    const run = await within(timeout, start(watchdog, plan), () =>
      tooLate(watchdog, plan, timeout),
    );
    watchdog.unref();
    return describe(watchdog, plan, run);
  } catch (error) {
    await watchdog.end();
    throw error;
  }
}

async function start(watchdog: Watchdog, plan: Plan): Promise<Run> {
  const made = await watchdog.run(await initialisation(plan));
  if (made.ended !== 'exit code 0')
    throw failure(watchdog, plan, `could not initialise (${made.ended})`);
  for (let attempt = 1; ; attempt++) {
    const run = await watchdog.run(server(plan, await freePort()), READY);
    if (run.ready) return run;
    if (!PORT_TAKEN.test(watchdog.log) || attempt === PORT_ATTEMPTS) {
      throw failure(watchdog, plan, `did not start (${run.ended})`);
    }
  }
}

function describe(watchdog: Watchdog, plan: Plan, { ready, pid }: Run): TestServer {
  const [, version = '', unixSocket = '', port = ''] = ready ?? [];
  const address = { host: '127.0.0.1', port: Number(port), user: 'root', password: '' };
  return Object.freeze({
    ...address,
    flavor: plan.flavor,
    version,
    unixSocket,
    url: `mysql://root@127.0.0.1:${port}`,
    connectOptions: Object.freeze(address),
    pid,
    logFile: join(plan.directory, 'server.log'),
    datadir: plan.datadir,
    stop: () => watchdog.end(),
    [Symbol.asyncDispose]: () => watchdog.end(),
  });
}

async function within<T>(timeout: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeout);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(watchdog: Watchdog, plan: Plan, timeout: number): TestServerError {
  const message = `${plan.binary} was not ready after ${timeout} ms; give startupTimeout more.`;
  return new TestServerError('SERVER_START_TIMEOUT', message, watchdog.log);
}

function failure(watchdog: Watchdog, plan: Plan, what: string): TestServerError {
  return new TestServerError('SERVER_START_FAILED', `${plan.binary} ${what}.`, watchdog.log);
}

function validate(options: StartServerOptions): void {
  const { flavor, startupTimeout } = options;
  const unknown = Object.keys(options).find((key) => !KNOWN_OPTIONS.includes(key));
  if (unknown !== undefined) {
    const advice = `Known are ${KNOWN_OPTIONS.join(', ')}; the server's own go into \`options\`.`;
    throw invalid(`There is no option '${unknown}' of startServer(). ${advice}`);
  }
  if (!FLAVORS.includes(flavor)) throw invalid("`flavor` must be 'mariadb' or 'mysql'.");
  if (startupTimeout !== undefined && !(startupTimeout > 0 && startupTimeout < 2 ** 31)) {
    throw invalid('`startupTimeout` must be a positive number of milliseconds.');
  }
}

function invalid(message: string): TestServerError {
  return new TestServerError('INVALID_OPTION', message);
}
