// A program with MikroORM, on mysqldb's dialect for Kysely or on mysql2.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connections, errors } from './mikro-orm-failures.mjs';
import { entitiesOf, ROWS } from './mikro-orm-entities.mjs';
import { relations, transactions } from './mikro-orm-work.mjs';
import { driver, runParts, server } from './program.mjs';

const { ORM_PACKAGES, ORM_PACKAGE } = process.env;
const { resolve } = createRequire(join(ORM_PACKAGES, 'index.js'));
const load = (name) => import(pathToFileURL(resolve(name)).href);
const orm7 = { ...(await load('@mikro-orm/core')), ...(await load(ORM_PACKAGE)) };
const entities = entitiesOf(orm7);

/** What MikroORM wants of values is what it asks mysql2 for. */
async function dialect(options) {
  const { createPool } = await import('mysqldb');
  const { MysqldbDialect } = await import('mysqldb/kysely');
  return new MysqldbDialect({
    pool: createPool({
      ...server,
      ...options,
      timezone: 'Z',
      dates: 'string',
      bigint: 'numberOrString',
      json: ORM_PACKAGE === '@mikro-orm/mariadb' ? 'string' : 'parse',
      multiStatements: true,
    }),
  });
}

/** An ORM on a pool of its own. */
async function connect({ max = 5, ...options } = {}) {
  const { database: dbName, ...place } = { ...server, ...options };
  return orm7.MikroORM.init({
    ...place,
    dbName,
    entities: Object.values(entities),
    multipleStatements: true,
    pool: { max },
    ...(driver === 'mysqldb' && { driverOptions: await dialect({ max, ...options }) }),
  });
}

/** Made by the schema generator, and set right by it again after other changes. */
async function schema(orm) {
  await orm.schema.create();
  const left = await orm.schema.getUpdateSchemaSQL();
  await orm.em.execute('alter table `tag` drop column `name`; alter table `author` add `more` int');
  const update = await orm.schema.getUpdateSchemaSQL();
  await orm.schema.update();
  return { left, update, after: await orm.schema.getUpdateSchemaSQL() };
}

async function values(orm) {
  const { Everything } = entities;
  const em = orm.em.fork();
  for (const row of ROWS) em.create(Everything, row);
  await em.flush();
  const read = async () =>
    (await orm.em.fork().find(Everything, {}, { orderBy: { id: 1 } })).map((row) => ({ ...row }));
  const rows = await read();
  const columns = Object.entries(ROWS[0]).filter(
    ([column]) => !['json', 'single', 'list'].includes(column),
  );
  const found = {};
  for (const [column, value] of columns) {
    found[column] = await orm.em.fork().count(Everything, { [column]: value });
  }
  found.json = await orm.em.fork().count(Everything, { json: { text: 'ä"\\' } });
  const unchanged = orm.em.fork();
  await unchanged.find(Everything, {});
  const uow = unchanged.getUnitOfWork();
  uow.computeChangeSets();
  const streamed = [];
  for await (const { id, big } of orm.em.fork().stream(Everything, { orderBy: { id: 1 } })) {
    streamed.push([id, big]);
  }
  return { rows, found, changes: uow.getChangeSets().length, streamed };
}

async function raw(orm) {
  const { em } = orm;
  return {
    select: await em.execute(
      'select count(*) n, sum(`int`) s, ? mark, ? moment from `everything`',
      ['a?b', new Date('2024-02-29T12:00:00.5Z')],
    ),
    run: await em.execute("update `tag` set `name` = 'new' where `name` = 'new'", [], 'run'),
    get: await em.execute("select 'a ? b' mark, 9007199254740993 big, 1 small", [], 'get'),
    call: await callProcedure(em),
  };
}

async function callProcedure(em) {
  await em.execute('create procedure two_results() begin select 1 as a; select 2 as b; end');
  const results = await em.execute('call two_results()');
  return results.filter(Array.isArray);
}

const orm = await connect();
const scope = { ...orm7, orm, entities, connect };
await runParts({
  schema: () => schema(orm),
  values: () => values(orm),
  relations: () => relations(scope),
  raw: () => raw(orm),
  transactions: () => transactions(scope),
  errors: () => errors(scope),
  connections: () => connections(scope),
});
await orm.close();
