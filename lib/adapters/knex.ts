/**
 * The client for knex, and so for Objection: `knex({ client: MysqldbClient, connection: url })`.
 * @module mysqldb/knex
 */
import type { Knex } from 'knex';
import Mysql2Client = require('knex/lib/dialects/mysql2/index.js');
import * as facade from '../mysql2';

/** knex's own dialect for MySQL on mysqldb's connections; `mysql2` need not be installed. */
class Client extends Mysql2Client {
  override _driver(): object {
    return facade;
  }
}

// What knex prints of it.
Object.assign(Client.prototype, { driverName: 'mysqldb' });

/**
 * What `client` is given; the other settings are knex's, and those of `connection` mysql2's.
 *
 * @example
 * const db = knex({ client: MysqldbClient, connection: { host: 'db', user: 'ann', database: 'shop' } });
 */
export const MysqldbClient: typeof Knex.Client = Client;
