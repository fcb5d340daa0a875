import { Kysely, MysqlDialect } from 'kysely';
import { entities } from './entities.mjs';

/** @param {string} driver @param {import('./entities.mjs').Server} server */
async function dialectOf(driver, server) {
  if (driver === 'mysqldb') {
    const [{ createPool }, { MysqldbDialect }] = [
      await import('mysqldb'),
      await import('mysqldb/kysely'),
    ];
    return new MysqldbDialect({ pool: createPool(server) });
  }
  const { createPool } = await import('mysql2');
  return new MysqlDialect({ pool: createPool(server) });
}

/** @type {import('./list.mjs').Open} */
export async function open(driver, server) {
  /** @type {Kysely<any>} */
  const db = new Kysely({ dialect: await dialectOf(driver, server) });
  return {
    select: () => db.selectFrom('read').selectAll().execute(),
    insert: () => db.insertInto('written').values(entities()).execute(),
    close: () => db.destroy(),
  };
}
