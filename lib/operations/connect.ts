import { CLIENT } from '../constants/client';
import { MySQLError } from '../errors';
import type { NativeConnectOptions } from '../native/binding';
import type { ResolvedOptions } from '../options/connect-options';
import type { Operation } from './operation';
import type { Session } from './session';

function nativeOptions(options: ResolvedOptions): NativeConnectOptions {
  return {
    host: options.host,
    port: options.port,
    user: options.user,
    password: options.password,
    database: options.database,
    unixSocket: options.unixSocket,
    connectTimeout: options.connectTimeout,
    clientFlag:
      (options.multiStatements ? CLIENT.MULTI_STATEMENTS : 0) |
      (options.foundRows ? CLIENT.FOUND_ROWS : 0),
  };
}

/** Opens the connection and brings the session into the state that the options ask for. */
export function* openSession(session: Session): Operation<void> {
  const native = nativeOptions(session.options);
  session.take(yield (target) => target.connect(native));
  session.learnFacts();
  yield* prepareSession(session);
}

/**
 * One statement sets autocommit and has the server announce changes of sql_mode, its present value
 * first: the lexer must know whether ANSI_QUOTES holds. The statement names sql_mode after it is
 * tracked, so that even an assignment of the value that it has is announced.
 */
function* prepareSession(session: Session): Operation<void> {
  const { autocommit } = session.options;
  const wanted =
    autocommit === null || autocommit === session.autocommit
      ? []
      : [`@@session.autocommit = ${autocommit ? 1 : 0}`];
  const track = [
    "@@session.session_track_system_variables = CONCAT(@@session.session_track_system_variables, ',sql_mode')",
    '@@session.sql_mode = @@session.sql_mode',
  ];
  try {
    yield* session.run((native) =>
      native.execute(`SET ${[...track, ...wanted].join(', ')}`, false),
    );
  } catch (error) {
    // A server that does not track (before MySQL 5.7, MariaDB 10.2, or a proxy) still works.
    if (!session.isOpen || !(error instanceof MySQLError)) throw error;
    if (wanted.length > 0) {
      yield* session.run((native) => native.execute(`SET ${wanted.join()}`, false));
    }
  }
}
