import {
  bigint,
  boolean,
  datetime,
  decimal,
  int,
  mysqlTable,
  varchar,
} from 'drizzle-orm/mysql-core';
import { entities } from './entities.mjs';

const columns = {
  id: int().primaryKey().autoincrement(),
  name: varchar({ length: 50 }),
  city: varchar({ length: 50 }),
  visits: int(),
  balance: decimal({ precision: 12, scale: 2 }),
  ref: bigint({ mode: 'number' }),
  active: boolean(),
  seen: datetime({ fsp: 3 }),
};
const read = mysqlTable('read', columns);
const written = mysqlTable('written', columns);

/** @param {string} driver @param {import('./entities.mjs').Server} server */
async function connect(driver, server) {
  if (driver === 'mysqldb') {
    const [{ createPool }, { drizzle }] = [
      await import('mysqldb'),
      await import('mysqldb/drizzle'),
    ];
    const pool = createPool(server);
    return { db: drizzle(pool), close: () => pool.close() };
  }
  const [{ createPool }, { drizzle }] = [
    await import('mysql2'),
    await import('drizzle-orm/mysql2'),
  ];
  const pool = createPool(server);
  return { db: drizzle(pool), close: () => pool.promise().end() };
}

/** @type {import('./list.mjs').Open} */
export async function open(driver, server) {
  const { db, close } = await connect(driver, server);
  return {
    select: () => db.select().from(read),
    insert: () => db.insert(written).values(/** @type {any} */ (entities())),
    close,
  };
}
