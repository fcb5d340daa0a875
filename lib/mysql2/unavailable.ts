import { type QueryError, queryError } from './query-error';

/** For what mysql2's types declare, and no program can have here: silence would be worse. */
export function unavailable(name: string, hint: string): QueryError {
  return queryError(`${name} is not there: ${hint}`, { code: 'ERR_MYSQLDB_UNAVAILABLE' });
}

/** The same, for what a pool has in mysql2's types alone. */
export const ofConnections = (name: string): QueryError =>
  unavailable(
    `${name}() of a pool`,
    'each statement may get another connection, so call it on one of getConnection()',
  );
