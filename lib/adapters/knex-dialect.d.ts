declare module 'knex/lib/dialects/mysql2/index.js' {
  import type { Knex } from 'knex';

  /** What the dialect has beside the declared members of a client. */
  class Mysql2Client extends Knex.Client {
    _driver(): object;
  }
  export = Mysql2Client;
}
