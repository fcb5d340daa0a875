import { CLIENT } from '../constants/client';
import type { NativeConnectOptions } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import type { Operation } from './operation';
import type { Session } from './session';

function nativeOptions(options: ResolvedOptions): NativeConnectOptions {
  return {
    // With a host beside it, Connector/C would go by TCP.
    host: options.unixSocket === undefined ? options.host : undefined,
    port: options.port,
    user: options.user,
    password: options.password?.reveal(),
    database: options.database,
    unixSocket: options.unixSocket,
    connectTimeout: options.connectTimeout,
    clientFlag:
      (options.multiStatements ? CLIENT.MULTI_STATEMENTS : 0) |
      (options.foundRows ? CLIENT.FOUND_ROWS : 0),
    setup: setupStatements(options.autocommit),
  };
}

/**
 * One statement sets autocommit and has the server announce changes of sql_mode, its present value
 * first: the lexer must know whether ANSI_QUOTES holds. The statement names sql_mode after it is
 * tracked, so that even an assignment of the value that it has is announced. A server that does not
 * track (before MySQL 5.7, MariaDB 10.2, or a proxy) refuses that and gets the second one.
 *
 * The character set of the handshake is said again: init_connect and the server's option
 * skip-character-set-client-handshake change it unannounced, and quoting depends on it.
 */
function setupStatements(autocommit: boolean | null): string[] {
  const track = [
    "@@session.session_track_system_variables = CONCAT(@@session.session_track_system_variables, ',sql_mode')",
    '@@session.sql_mode = @@session.sql_mode',
  ];
  const wanted = [
    '@@session.character_set_client = utf8mb4',
    '@@session.character_set_results = utf8mb4',
  ];
  if (autocommit !== null) wanted.push(`@@session.autocommit = ${autocommit ? 1 : 0}`);
  return [`SET ${[...track, ...wanted].join(', ')}`, `SET ${wanted.join(', ')}`];
}

/** Opens the connection and brings the session into the state that the options ask for. */
export function* openSession(session: Session): Operation<void> {
  const native = nativeOptions(session.options);
  session.takeConnected(yield (target) => target.connect(native));
}
