import { CLIENT } from '../constants/client';
import type { NativeSessionInfo } from '../native/binding';
import type { SqlMode } from '../sql/lexer';

/** What is known of a session that is not open. */
export const NO_FACTS: NativeSessionInfo = {
  threadId: 0,
  serverVersion: '',
  hostInfo: '',
  charset: 'utf8mb4',
  serverStatus: 0,
  socket: -1,
  protocolVersion: 0,
  serverCapabilities: 0n,
  clientFlag: 0,
  compression: 0,
  tracked: { variables: {} },
};

/** The session's sql_mode as the server last announced it; undefined when it never did. */
export function sqlModeOf(facts: NativeSessionInfo): string | undefined {
  return facts.tracked.variables['sql_mode'];
}

/** The character set of literals and results, as the session has it now. */
export function charsetOf({ charset, tracked }: NativeSessionInfo): string {
  return tracked.variables['character_set_connection'] ?? charset;
}

/** The character set that the server sends results in, as far as it was announced. */
export function resultsCharsetOf({ tracked }: NativeSessionInfo): string {
  return tracked.variables['character_set_results'] ?? 'utf8mb4';
}

/**
 * What a server reads a statement by when it prepares it: after a change of any of it, the prepared one
 * is another than its text would be now. It may even be of another database.
 */
export function preparedFor(facts: NativeSessionInfo, database: string | undefined): string {
  const { variables } = facts.tracked;
  return JSON.stringify([
    database,
    facts.charset,
    variables['sql_mode'],
    variables['character_set_connection'],
    variables['character_set_results'],
  ]);
}

/** The parts of an sql_mode that change how SQL text is read. */
function readingModes(sqlMode: string): SqlMode {
  return {
    ansiQuotes: sqlMode.includes('ANSI_QUOTES'),
    noBackslashEscapes: sqlMode.includes('NO_BACKSLASH_ESCAPES'),
  };
}

export function announcedModes(facts: NativeSessionInfo): SqlMode | undefined {
  const sqlMode = sqlModeOf(facts);
  return sqlMode === undefined ? undefined : readingModes(sqlMode);
}

/**
 * Whether the server, asked to, announces each change of the session with the answer that it came by. MySQL
 * keeps silent at the end of rows to clients that expect an EOF packet there, as Connector/C does.
 */
export function announcesChanges(facts: NativeSessionInfo): boolean {
  if (facts.tracked.variables['session_track_state_change'] !== 'ON') return false;
  return isMariadb(facts) || (facts.clientFlag & CLIENT.DEPRECATE_EOF) !== 0;
}

/** For servers that announce nothing: by the status flag, which knows one of the two modes. */
export const USUAL = readingModes('');
export const BY_FLAG = readingModes('NO_BACKSLASH_ESCAPES');

export function isMariadb({ serverVersion }: NativeSessionInfo): boolean {
  return /mariadb/i.test(serverVersion);
}

/** Whether the server is a MariaDB of this version or a later one. */
export function isMariadbSince(facts: NativeSessionInfo, major: number, minor: number): boolean {
  if (!isMariadb(facts)) return false;
  const numbers = facts.serverVersion.replace(/^5\.5\.5-/, '').split('.');
  const [itsMajor = 0, itsMinor = 0] = numbers.map(Number);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}
