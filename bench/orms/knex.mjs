import knexOf from 'knex';
import { entities } from './entities.mjs';

/** @param {string} driver @param {import('./entities.mjs').Server} server */
export async function knexOn(driver, server) {
  const client = driver === 'mysqldb' ? (await import('mysqldb/knex')).MysqldbClient : 'mysql2';
  return knexOf({ client, connection: { ...server } });
}

/** @type {import('./list.mjs').Open} */
export async function open(driver, server) {
  const db = await knexOn(driver, server);
  return {
    select: () => db('read').select(),
    insert: () => db('written').insert(entities()),
    close: () => db.destroy(),
  };
}
