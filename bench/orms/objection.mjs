import objection from 'objection';
import { entities } from './entities.mjs';
import { knexOn } from './knex.mjs';

class Read extends objection.Model {
  static tableName = 'read';
}
class Written extends objection.Model {
  static tableName = 'written';
}

/**
 * Objection inserts on MySQL one by one, since each model gets its id.
 * @type {import('./list.mjs').Open}
 */
export async function open(driver, server) {
  const db = await knexOn(driver, server);
  return {
    select: () => Read.query(db),
    insert: () =>
      Written.transaction(db, (trx) =>
        Written.query(trx).insertGraph(/** @type {any} */ (entities())),
      ),
    close: () => db.destroy(),
  };
}
