/**
 * The client for knex, and so for Objection: `knex({ client: MysqldbClient, connection: url })`.
 * @module mysqldb/knex
 */
import type { Knex } from 'knex';
import Mysql2Client = require('knex/lib/dialects/mysql2/index.js');
import * as facade from '../mysql2';

/** A query that may be ended on the server. */
interface Cancellable {
  readonly canceller: AbortController;
  /** Resolves when it is over. */
  readonly over: Promise<unknown>;
}

/** By the connection that runs it; not in the client, of which knex makes one for each transaction. */
const cancellable = new WeakMap<object, Cancellable>();

/** knex's own dialect for MySQL on mysqldb's connections; `mysql2` need not be installed. */
class Client extends Mysql2Client {
  override _driver(): object {
    return facade;
  }

  /** One with `timeout(ms, { cancel: true })` may be cancelled. */
  override _query(connection: object, query: Mysql2Client.Query): Promise<unknown> {
    if (!query?.cancelOnTimeout) return super._query(connection, query);
    const canceller = new AbortController();
    query.options = { ...query.options, signal: canceller.signal };
    const running = super._query(connection, query);
    const over = running.catch(() => {});
    cancellable.set(connection, { canceller, over });
    return running;
  }

  /**
   * Ends the query by the driver's own way, which makes sure that it is this query of this server, and
   * waits for its end: then the connection is ready for the next one.
   */
  override async cancelQuery(connection?: object): Promise<void> {
    const running = connection && cancellable.get(connection);
    running?.canceller.abort();
    await running?.over;
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
