/** What a session is known by to its server, so that a second connection can find it there. */
import { MySQLError } from '../errors';
import type { NativeKillWay } from '../native/binding';
import { sideOptions } from '../operations/connect';
import type { Operation } from '../operations/operation';
import { ownQuery } from '../operations/own-query';
import type { Login, Session } from '../operations/session';
import type { ConnectTarget } from '../options/connect-options';
import { isIPv4, isIPv6 } from 'node:net';

interface Mark {
  /** Whose it is: the account is part of it. */
  readonly login: Login;
  /** Undefined when the server cannot be asked, or is not one alone. */
  readonly way: (() => NativeKillWay) | undefined;
}

const marks = new WeakMap<Session, Mark>();

/** MySQL has both, and may have emptied either; MariaDB has the second one. */
const PROCESS_LISTS = ['performance_schema.processlist', 'information_schema.processlist'];

/**
 * The server, and the session's row in its list of processes: its account, and its address as the server
 * sees it, which no other session of that server has at that time. CHAR() makes it bytes.
 */
const WHO =
  'SHA2(CONCAT_WS(CHAR(10), @@hostname, @@port, @@server_id, @@version, @@datadir, @@pid_file, ID, USER, HOST), 256)';

/** Whether the session was asked who it is. */
export function isMarked(session: Session): boolean {
  return marks.get(session)?.login === session.login;
}

/** Asks the session, which is at rest, who it is; the statement that comes next may be ready to be sent. */
export function* markSession(session: Session): Operation<void> {
  const { channel, login } = session;
  const { sink } = channel;
  marks.set(session, { login, way: yield* findWay(session) });
  if (sink !== undefined) channel.receiveInto(sink);
}

/** How a second connection ends the session's statement; undefined when none can. */
export function killWay(session: Session): NativeKillWay | undefined {
  return marks.get(session)?.way?.();
}

function* findWay(session: Session): Operation<Mark['way']> {
  const { threadId } = session.facts;
  for (const list of session.flavor === 'mysql' ? PROCESS_LISTS : PROCESS_LISTS.slice(1)) {
    const who = yield* whoFrom(session, list);
    if (who === undefined) continue;
    // Behind a proxy that shares its connections the two are of different servers.
    if (who.id !== threadId) return undefined;
    const target = sideTarget(session);
    return () => ({
      options: sideOptions(session, target),
      check: `SELECT ID INTO @mysqldb_session FROM ${list} WHERE ID = ${threadId} AND ${WHO} = '${who.text}'`,
      kill: `KILL QUERY ${threadId}`,
    });
  }
  return undefined;
}

function* whoFrom(
  session: Session,
  list: string,
): Operation<{ id: unknown; text: string } | undefined> {
  const sql = `SELECT CONNECTION_ID(), ${WHO} FROM ${list} WHERE ID = CONNECTION_ID()`;
  try {
    const [row] = yield* ownQuery<[unknown, unknown]>(session, sql);
    if (row === undefined || !/^[0-9a-f]{64}$/.test(String(row[1]))) return undefined;
    return { id: row[0], text: String(row[1]) };
  } catch (error) {
    if (error instanceof MySQLError && !error.fatal) return undefined;
    throw error;
  }
}

/**
 * The address that the session is connected to: the name could lead to another server by now. Only where
 * the certificate must be of the name, the name is taken; the mark tells another server anyway.
 */
function sideTarget(session: Session): ConnectTarget {
  const target = session.target!;
  const peer = session.channel.native.peer();
  if (peer === undefined) return target;
  const { host } = target;
  const isName = host !== undefined && !isIPv4(host) && !isIPv6(host);
  if (isName && session.options.tls.mode === 'VERIFY_IDENTITY')
    return { ...target, port: peer.port };
  return { host: peer.address, port: peer.port, unixSocket: undefined };
}
