import { createRequire } from 'node:module';
import { DataSource, EntitySchema } from 'typeorm';
import { entities } from './entities.mjs';

const require = createRequire(import.meta.url);

/** @param {string} name of the table */
const schemaOf = (name) =>
  new EntitySchema({
    name,
    columns: {
      id: { type: 'int', primary: true, generated: true },
      name: { type: 'varchar', length: 50 },
      city: { type: 'varchar', length: 50 },
      visits: { type: 'int' },
      balance: { type: 'decimal', precision: 12, scale: 2 },
      ref: { type: 'bigint' },
      active: { type: 'boolean' },
      seen: { type: 'datetime', precision: 3 },
    },
  });

/** @type {import('./list.mjs').Open} */
export async function open(driver, { user: username, ...server }) {
  const [read, written] = [schemaOf('read'), schemaOf('written')];
  const db = await new DataSource({
    type: 'mysql',
    driver: require(driver === 'mysqldb' ? 'mysqldb/mysql2' : 'mysql2'),
    ...{ ...server, username },
    entities: [read, written],
    timezone: 'Z',
  }).initialize();
  const [readers, writers] = [db.getRepository(read), db.getRepository(written)];
  return {
    select: () => readers.find(),
    insert: () => writers.save(entities()),
    close: () => db.destroy(),
  };
}
