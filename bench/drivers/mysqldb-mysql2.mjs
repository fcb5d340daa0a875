// What mysqldb-mysql2-query and mysqldb-mysql2-execute have in common: this repository's facade for
// mysql2's users, asked as mysql2 itself is.
import facade from '../../dist/mysql2/promise.mjs';
import { mysql2Driver } from './mysql2.mjs';

/**
 * @param {'query' | 'execute'} method
 * @returns {import('./driver.mjs').Driver}
 */
export const facadeDriver = (method) =>
  mysql2Driver(method, /** @type {any} */ (facade), '../../package.json');
