import type { Flavor } from '../constants/flavor';
import { MySQLError } from '../errors';
import type { ConnectTarget, ResolvedOptions } from '../options/connect-options';
import { isLocal } from '../options/targets';

/** Attributes by the names of OpenTelemetry's semantic conventions for databases. */
export type TraceAttributes = Record<string, string | number>;

/** What attributes need of a session. */
export interface TracedSession {
  readonly options: ResolvedOptions;
  readonly flavor: Flavor | undefined;
  readonly target: ConnectTarget | undefined;
  readonly database: string | undefined;
}

const DEFAULT_PORT = 3306;

/** Which server and database; of a session that is not connected yet, what it is to be connected to. */
export function serverAttributes(session: TracedSession): TraceAttributes {
  const { flavor, options, target = options.targets[0] } = session;
  const database = flavor === undefined ? options.database : session.database;
  return {
    'db.system.name': flavor ?? 'mysql',
    ...(database !== undefined && { 'db.namespace': database }),
    ...(target !== undefined && addressAttributes(target)),
  };
}

/** The path of a unix socket is an address without a port. */
function addressAttributes(target: ConnectTarget): TraceAttributes {
  const { host = 'localhost', port, unixSocket } = target;
  if (isLocal(target)) return { 'server.address': unixSocket ?? 'localhost' };
  return { 'server.address': host, 'server.port': port || DEFAULT_PORT };
}

/** The code, as 'ER_DUP_ENTRY', and the number, as '1062'; of errors that are not the driver's the name. */
export function errorAttributes(error: unknown): TraceAttributes {
  if (error instanceof MySQLError) {
    const { code, errno } = error;
    return {
      'error.type': code,
      ...(errno !== undefined && { 'db.response.status_code': String(errno) }),
    };
  }
  return { 'error.type': error instanceof Error ? error.name : typeof error };
}
