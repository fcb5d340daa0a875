import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { entities } from './entities.mjs';

/** @param {any} EntitySchema @param {string} name */
function schemaOf(EntitySchema, name) {
  return new EntitySchema({
    name,
    tableName: name.toLowerCase(),
    properties: {
      id: { type: 'number', primary: true },
      name: { type: 'string', length: 50 },
      city: { type: 'string', length: 50 },
      visits: { type: 'integer' },
      balance: { type: 'decimal', precision: 12, scale: 2, runtimeType: 'string' },
      ref: { type: 'bigint' },
      active: { type: 'boolean' },
      seen: { type: 'datetime', length: 3 },
    },
  });
}

/** As docs/orms.md has it. @param {import('./entities.mjs').Server} server */
async function dialect(server) {
  const { createPool } = await import('mysqldb');
  const { MysqldbDialect } = await import('mysqldb/kysely');
  const values = /** @type {const} */ ({
    timezone: 'Z',
    dates: 'string',
    bigint: 'numberOrString',
    json: 'parse',
  });
  return new MysqldbDialect({ pool: createPool({ ...server, ...values }) });
}

/** @type {import('./list.mjs').Open} */
export async function open(driver, server, { folder }) {
  const { resolve } = createRequire(join(folder, 'index.js'));
  /** @param {string} name */
  const load = (name) => import(pathToFileURL(resolve(name)).href);
  const { EntitySchema } = await load('@mikro-orm/core');
  const { MikroORM } = await load('@mikro-orm/mysql');
  const [Read, Written] = [schemaOf(EntitySchema, 'Read'), schemaOf(EntitySchema, 'Written')];
  const { database: dbName, ...rest } = server;
  const orm = await MikroORM.init({
    ...{ ...rest, dbName, entities: [Read, Written] },
    ...(driver === 'mysqldb' && { driverOptions: await dialect(server) }),
  });
  return {
    select: () => orm.em.fork().find(Read, {}),
    insert: () => {
      const em = orm.em.fork();
      for (const entity of entities()) em.create(Written, entity);
      return em.flush();
    },
    close: () => orm.close(),
  };
}
