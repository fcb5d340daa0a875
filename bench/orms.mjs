// Each ORM on this driver beside the same ORM on mysql2: a select of 1 000 rows and an insert of 1 000
// entities. Rounds are interleaved, so that what else the machine does falls on both; only the ratio counts.
// node bench/orms.mjs [rounds]

import knexOf from 'knex';
import {
  int,
  mysqlTable,
  varchar,
  bigint,
  decimal,
  datetime,
  boolean,
} from 'drizzle-orm/mysql-core';
import { drizzle as drizzleOnMysql2 } from 'drizzle-orm/mysql2';
import { Kysely, MysqlDialect } from 'kysely';
import { createPool as createMysql2Pool } from 'mysql2';
import { createPool } from 'mysqldb';
import { drizzle } from 'mysqldb/drizzle';
import { MysqldbClient } from 'mysqldb/knex';
import { MysqldbDialect } from 'mysqldb/kysely';
import objection from 'objection';

import { openServer } from './server.mjs';
import { median } from './statistics.mjs';

const ROWS = 1000;
const WARM_UP = 3;
const TABLE = `(id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), city VARCHAR(50), visits INT,
  balance DECIMAL(12,2), ref BIGINT, active BOOLEAN, seen DATETIME(3))`;

/** @returns {Record<string, unknown>[]} entities as an application has them */
function entities() {
  return Array.from({ length: ROWS }, (_, i) => ({
    name: `person number ${i}`,
    city: i % 7 === 0 ? 'Århus' : 'Berlin',
    visits: i,
    balance: `${i}.25`,
    ref: 1_000_000_000_000 + i,
    active: i % 2 === 0,
    seen: new Date(1_700_000_000_000 + i * 1001),
  }));
}

/**
 * @typedef {object} Work
 * @property {() => Promise<unknown[]>} select of all rows of the table `read`
 * @property {() => Promise<unknown>} insert of all entities into the table `written`
 * @property {() => Promise<unknown>} close
 */

/** @param {Kysely<any>} db @returns {Work} */
const kyselyWork = (db) => ({
  select: () => db.selectFrom('read').selectAll().execute(),
  insert: () => db.insertInto('written').values(entities()).execute(),
  close: () => db.destroy(),
});

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
const readTable = mysqlTable('read', columns);
const writtenTable = mysqlTable('written', columns);

/** @param {any} db @param {() => Promise<unknown>} close @returns {Work} */
const drizzleWork = (db, close) => ({
  select: () => db.select().from(readTable),
  insert: () => db.insert(writtenTable).values(entities()),
  close,
});

/** @param {import('knex').Knex} db @returns {Work} */
const knexWork = (db) => ({
  select: () => db('read').select(),
  insert: () => db('written').insert(entities()),
  close: () => db.destroy(),
});

/** Objection inserts on MySQL one by one, since each model gets its id. @param {any} db @returns {Work} */
function objectionWork(db) {
  class Read extends objection.Model {
    static tableName = 'read';
  }
  class Written extends objection.Model {
    static tableName = 'written';
  }
  return {
    select: () => Read.query(db),
    insert: () => Written.transaction(db, (trx) => Written.query(trx).insertGraph(entities())),
    close: () => db.destroy(),
  };
}

/** @param {import('./target.mjs').Target} target @returns {Record<string, { mysql2: Work, mysqldb: Work }>} */
function works(target) {
  const { host, port, user, password, database } = target;
  const options = { host, port, user, password, database };
  const knexOn = (/** @type {any} */ client) => knexOf({ client, connection: options });
  const pools = { mysql2: createMysql2Pool(options), mysqldb: createPool(options) };
  return {
    Kysely: {
      mysql2: kyselyWork(
        new Kysely({ dialect: new MysqlDialect({ pool: createMysql2Pool(options) }) }),
      ),
      mysqldb: kyselyWork(
        new Kysely({ dialect: new MysqldbDialect({ pool: createPool(options) }) }),
      ),
    },
    Drizzle: {
      mysql2: drizzleWork(drizzleOnMysql2(pools.mysql2), () => pools.mysql2.promise().end()),
      mysqldb: drizzleWork(drizzle(pools.mysqldb), () => pools.mysqldb.close()),
    },
    knex: { mysql2: knexWork(knexOn('mysql2')), mysqldb: knexWork(knexOn(MysqldbClient)) },
    Objection: {
      mysql2: objectionWork(knexOn('mysql2')),
      mysqldb: objectionWork(knexOn(MysqldbClient)),
    },
  };
}

/** @param {() => Promise<unknown>} action @returns {Promise<number>} milliseconds */
async function timed(action) {
  const begin = performance.now();
  await action();
  return performance.now() - begin;
}

/**
 * @param {{ mysql2: Work, mysqldb: Work }} pair
 * @param {'select' | 'insert'} task
 * @param {number} rounds
 * @param {() => Promise<unknown>} before
 */
async function compare(pair, task, rounds, before) {
  /** @type {Record<'mysql2' | 'mysqldb', number[]>} */
  const times = { mysql2: [], mysqldb: [] };
  for (let round = -WARM_UP; round < rounds; round++) {
    /** @type {('mysql2' | 'mysqldb')[]} */
    const order = round % 2 === 0 ? ['mysql2', 'mysqldb'] : ['mysqldb', 'mysql2'];
    for (const driver of order) {
      await before();
      const time = await timed(pair[driver][task]);
      if (round >= 0) times[driver].push(time);
    }
  }
  return { mysql2: median(times.mysql2), mysqldb: median(times.mysqldb) };
}

async function main() {
  const rounds = Number(process.argv[2] ?? 21);
  const server = await openServer();
  for (const table of ['`read`', '`written`']) {
    await server.execute(`DROP TABLE IF EXISTS ${table}`);
    await server.execute(`CREATE TABLE ${table} ${TABLE}`);
  }
  const all = works(server.target);
  await all.Kysely.mysqldb.insert();
  await server.execute('INSERT INTO `read` SELECT * FROM `written`');
  console.log(`${ROWS} rows, medians of ${rounds} rounds, milliseconds; ${server.version}`);
  for (const [name, pair] of Object.entries(all)) {
    for (const task of /** @type {const} */ (['select', 'insert'])) {
      const before = () => server.execute('TRUNCATE TABLE `written`');
      const { mysql2, mysqldb } = await compare(pair, task, rounds, before);
      const ratio = (mysqldb / mysql2).toFixed(2);
      console.log(
        `${name} ${task}: mysql2 ${mysql2.toFixed(2)}, mysqldb ${mysqldb.toFixed(2)}, ratio ${ratio}`,
      );
    }
    await Promise.all([pair.mysql2.close(), pair.mysqldb.close()]);
  }
  await server.stop();
}

await main();
