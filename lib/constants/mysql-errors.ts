/**
 * Numbers that only MySQL's server gives, or gives another meaning than MariaDB's. So far these
 * are the ones that the driver itself must know.
 *
 * @see https://dev.mysql.com/doc/mysql-errors/9.0/en/server-error-reference.html
 */
export const MYSQL_ER = Object.freeze({
  QUERY_TIMEOUT: 3024,
  LOCK_NOWAIT: 3572,
  CHECK_CONSTRAINT_VIOLATED: 3819,
  /** MariaDB's 4031 is about triggers. */
  CLIENT_INTERACTION_TIMEOUT: 4031,
} as const);
