import { CLIENT } from '../constants/client';
import { NOT_REACHED } from '../constants/error-table';
import { MySQLError } from '../errors';
import { COMPRESSIONS, type NativeConnectOptions } from '../native/binding';
import type { ConnectTarget, ResolvedOptions } from '../options/connect-options';
import { charsetClause } from './charset-clause';
import type { Operation } from './operation';
import type { Session } from './session';
import { nativeTls, provesIdentity } from './tls';
import { command } from './transaction';

function nativeOptions(options: ResolvedOptions, target: ConnectTarget): NativeConnectOptions {
  const tls = nativeTls(options.tls, target);
  return {
    // With a host beside it, Connector/C would go by TCP.
    host: target.unixSocket === undefined ? target.host : undefined,
    port: target.port,
    unixSocket: target.unixSocket,
    user: options.user,
    password: options.password?.reveal(),
    database: options.database,
    connectTimeout: options.connectTimeout,
    readTimeout: options.readTimeout,
    writeTimeout: options.writeTimeout,
    clientFlag: clientFlag(options),
    maxAllowedPacket: options.maxAllowedPacket,
    bindAddress: options.bindAddress,
    tls,
    compression: COMPRESSIONS.indexOf(options.compress || 'none'),
    compressionLevel: options.compressionLevel ?? 0,
    localInfile: options.localInfile || options.localInfileDir !== undefined,
    authPlugin: options.authPlugin,
    pluginDir: options.pluginDir,
    serverPublicKeyPath: options.serverPublicKeyPath,
    getServerPublicKey: options.getServerPublicKey,
    clearPasswords: options.enableCleartextPlugin && provesIdentity(tls, target),
    attributes: Object.entries(options.connectAttributes).flat(),
    setup: setupStatements(options),
  };
}

/** Options for a second connection to a server, as the same account and with nothing set up. */
export function sideOptions(session: Session, target: ConnectTarget): NativeConnectOptions {
  const { options, login } = session;
  return {
    ...nativeOptions(options, target),
    user: login.user,
    password: login.password?.reveal(),
    database: undefined,
    localInfile: false,
    setup: [],
  };
}

function clientFlag(options: ResolvedOptions): number {
  const bits =
    options.clientFlag |
    (options.multiStatements ? CLIENT.MULTI_STATEMENTS : 0) |
    (options.foundRows ? CLIENT.FOUND_ROWS : 0) |
    (options.interactive ? CLIENT.INTERACTIVE : 0) |
    (options.ignoreSpace ? CLIENT.IGNORE_SPACE : 0);
  return bits >>> 0; // `|` makes bit 31 a sign
}

/**
 * One statement sets what the options ask for and has the server announce changes of sql_mode, its
 * present value first: the lexer must know whether ANSI_QUOTES holds. The statement names sql_mode
 * after it is tracked, so that even an assignment of the value that it has is announced. A server that
 * does not track (before MySQL 5.7, MariaDB 10.2, or a proxy) refuses that and gets the second one.
 *
 * The character set of the handshake is said again: init_connect and the server's option
 * skip-character-set-client-handshake change it unannounced, and quoting depends on it.
 */
function setupStatements(options: ResolvedOptions): string[] {
  const { autocommit, charset, collation, sqlMode, sessionTimezone } = options;
  const wanted = [
    charsetClause(charset, collation),
    ...(sqlMode === undefined ? [] : [`@@session.sql_mode = ${quoted(sqlMode)}`]),
    ...(sessionTimezone === undefined ? [] : [`@@session.time_zone = ${quoted(sessionTimezone)}`]),
    ...(autocommit === null ? [] : [`@@session.autocommit = ${autocommit ? 1 : 0}`]),
  ];
  const track = [
    "@@session.session_track_system_variables = CONCAT(@@session.session_track_system_variables, ',sql_mode')",
    ...(sqlMode === undefined ? ['@@session.sql_mode = @@session.sql_mode'] : []),
  ];
  return [`SET ${[...track, ...wanted].join(', ')}`, `SET ${wanted.join(', ')}`];
}

/** The options' checks let nothing through that is special in a literal. */
function quoted(name: string): string {
  return `'${name}'`;
}

/**
 * Opens the connection to the first target that lets itself be reached, and sets the session up. When
 * that fails nothing of it stays open.
 */
export function* openSession(session: Session): Operation<void> {
  try {
    yield* reachTarget(session);
    session.useDatabase(session.options.database);
    yield* runInitCommands(session);
  } catch (error) {
    session.channel.native.close();
    if (error instanceof MySQLError) Object.assign(error, { fatal: true });
    throw error;
  }
}

function* reachTarget(session: Session): Operation<void> {
  const { options } = session;
  const failures: MySQLError[] = [];
  for (const target of options.targets) {
    const native = nativeOptions(options, target);
    try {
      session.takeConnected(yield (channel) => channel.connect(native), target);
      return;
    } catch (error) {
      if (!(error instanceof MySQLError)) throw error;
      failures.push(error);
      if (failures.length === options.targets.length || !NOT_REACHED.has(error.errno ?? 0)) {
        throw failures.length === 1 ? error : allFailed(failures);
      }
    }
  }
}

function allFailed(failures: readonly MySQLError[]): MySQLError {
  const last = failures.at(-1)!;
  const { errno, code, sqlState, sqlMessage, hint, retryable } = last;
  return new (last.constructor as typeof MySQLError)(
    `${last.message} (the last of ${failures.length} servers that were tried)`,
    {
      ...{ errno, code, sqlState, sqlMessage, hint, retryable },
      fatal: true,
      cause: new AggregateError(failures, 'None of the servers could be reached'),
    },
  );
}

/** Brings a session whose state the server has dropped into the one that the options ask for. */
export function* setUp(session: Session, database: string | undefined): Operation<void> {
  // A new session takes over what the global variable is by now.
  session.maxAllowedPacket = undefined;
  const [full, plain] = setupStatements(session.options);
  try {
    yield* command(session, full!);
  } catch (error) {
    if (!session.isOpen) throw error;
    yield* command(session, plain!);
  }
  session.learnFacts();
  session.useDatabase(database);
  yield* runInitCommands(session);
}

function* runInitCommands(session: Session): Operation<void> {
  for (const sql of session.options.initCommand) {
    const rows: unknown[] = [];
    session.receiveInto('array', rows);
    yield* command(session, sql);
  }
}
