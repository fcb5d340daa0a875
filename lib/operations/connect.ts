import { CLIENT } from '../constants/client';
import { NOT_REACHED } from '../constants/error-table';
import { MySQLError } from '../errors';
import { COMPRESSIONS, type NativeConnectOptions } from '../native/binding';
import type { ConnectTarget, ResolvedOptions } from '../options/connect-options';
import type { Operation } from './operation';
import type { Session } from './session';
import { runInitCommands, setupStatements } from './set-up';
import { nativeTls, provesIdentity } from './tls';

function nativeOptions(
  { options, announcing }: Session,
  target: ConnectTarget,
): NativeConnectOptions {
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
    setup: setupStatements(options, announcing),
  };
}

/** Options for a second connection to a server, as the same account and with nothing set up. */
export function sideOptions(session: Session, target: ConnectTarget): NativeConnectOptions {
  const { login } = session;
  return {
    ...nativeOptions(session, target),
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
    const native = nativeOptions(session, target);
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
