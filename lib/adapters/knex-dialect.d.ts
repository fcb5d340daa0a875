declare module 'knex/lib/dialects/mysql2/index.js' {
  import type { Knex } from 'knex';

  /** What the dialect has beside the declared members of a client. */
  class Mysql2Client extends Knex.Client {
    _driver(): object;
    _query(connection: object, query: Mysql2Client.Query): Promise<unknown>;
    // knex waits for it, though its types say void.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    cancelQuery(connection?: object): Promise<unknown>;
  }
  namespace Mysql2Client {
    /** A query on its way to the driver. */
    interface Query {
      readonly cancelOnTimeout?: boolean;
      options?: object;
    }
  }
  export = Mysql2Client;
}
