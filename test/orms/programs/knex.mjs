/** @file knex on mysql2 by its own client, and on this driver by `mysqldb/knex`. */
import { once } from 'node:events';
import knexOf from 'knex';
import { COLUMNS, VALUES, shortened } from './every-type.mjs';
import { deadlock, kill } from './faults.mjs';
import { codesOf, driver, runParts, sameJson, server, take, tellsOfLoss } from './program.mjs';

const client = driver === 'mysqldb' ? (await import('mysqldb/knex')).MysqldbClient : 'mysql2';
const db = knexOf({
  client,
  connection: { ...server, ...sameJson, supportBigNumbers: true },
  pool: { min: 0, max: 2 },
  log: { warn: () => {} }, // of the connections that are to be lost
});

const migrations = [
  {
    name: '1_person',
    up: (on) =>
      on.schema.createTable('person', (table) => {
        table.increments('id');
        table.string('name', 50).notNullable().unique();
      }),
    down: (on) => on.schema.dropTable('person'),
  },
  {
    name: '2_pet',
    up: async (on) => {
      await on.schema.createTable('pet', (table) => {
        table.increments('id');
        table.integer('owner').unsigned().notNullable().references('person.id');
        table.string('name', 50);
      });
      await on.raw(`CREATE TABLE every_type (id INT PRIMARY KEY AUTO_INCREMENT, ${COLUMNS})`);
    },
    down: (on) => on.schema.dropTable('pet').dropTable('every_type'),
  },
];
const migrationSource = {
  getMigrations: async () => migrations,
  getMigrationName: ({ name }) => name,
  getMigration: async (migration) => migration,
};

async function migrating() {
  const config = { migrationSource };
  const up = await db.migrate.latest(config);
  const down = await db.migrate.down(config);
  const again = await db.migrate.latest(config);
  const info = await db('pet').columnInfo();
  return { up, down, again, info, has: await db.schema.hasTable('every_type') };
}

async function types() {
  const [id] = await db('every_type').insert(VALUES);
  await db('every_type').insert({ c_int: null });
  const rows = await db('every_type').orderBy('id');
  const [raw] = await db.raw('SELECT ?? FROM every_type WHERE id = ?', ['c_date', id]);
  return { id, rows: rows.map(shortened), raw };
}

async function crud() {
  const inserted = await db('person').insert([
    { name: 'ann' },
    { name: 'bob' },
    { name: "o'neil ?" },
  ]);
  const batched = await db.batchInsert('person', [{ name: 'x' }, { name: 'y' }, { name: 'z' }], 2);
  const upsert = await db('person').insert({ id: 1, name: 'anna' }).onConflict('id').merge();
  const ignored = await db('person').insert({ id: 1, name: 'none' }).onConflict('id').ignore();
  const same = await db('person').where({ id: 2 }).update({ name: 'bob' });
  const changed = await db('person').where({ id: 2 }).update({ name: 'rob' });
  const deleted = await db('person').where('name', 'like', 'o%').del();
  const read = await db('person').select('name').orderBy('name');
  const first = await db('person').where({ id: 99 }).first();
  const plucked = await db('person').orderBy('id').pluck('name');
  const [{ n }] = await db('person').count({ n: '*' });
  return { inserted, batched, upsert, ignored, same, changed, deleted, read, first, plucked, n };
}

const joins = async () => {
  await db('pet').insert([
    { owner: 1, name: 'rex' },
    { owner: 1, name: 'tom' },
  ]);
  return db('person')
    .leftJoin('pet', 'pet.owner', 'person.id')
    .select('person.name', 'pet.name as pet')
    .orderBy(['person.id', 'pet.id']);
};

const count = async () => (await db('person').count({ n: '*' }))[0].n;

async function transactions() {
  const seen = [await count()];
  await db.transaction((trx) => trx('person').insert({ name: 'kept' }));
  const undo = new Error('undo');
  const undone = db.transaction(
    async (trx) => {
      await trx('person').insert({ name: 'gone' });
      throw undo;
    },
    { isolationLevel: 'serializable' },
  );
  seen.push((await undone.catch((error) => error)) === undo, await count());
  const readOnly = await codesOf(() =>
    db.transaction((trx) => trx('pet').del(), { readOnly: true }),
  );
  const trx = await db.transaction();
  await trx('person').insert({ name: 'outer' });
  await trx
    .transaction(async (inner) => {
      await inner('person').insert({ name: 'inner' });
      throw undo;
    })
    .catch(() => {});
  await trx.transaction((inner) => inner('person').insert({ name: 'second' }));
  await Promise.all([1, 2, 3].map((i) => trx('pet').insert({ owner: 1, name: `at once ${i}` })));
  await trx.commit();
  return {
    seen,
    readOnly,
    names: await db('person').where('id', '>', 6).orderBy('id').pluck('name'),
  };
}

async function streaming() {
  await db.batchInsert(
    'pet',
    Array.from({ length: 250 }, (_, i) => ({ owner: 1, name: `s${i}` })),
    100,
  );
  const query = () => db('pet').select('name').where('name', 'like', 's%').orderBy('id');
  const all = await take(query().stream());
  const early = await take(query().stream({ highWaterMark: 2 }), 3);
  const broken = await codesOf(() => take(db('nowhere').stream()));
  return { count: all.length, last: all.at(-1), early, broken };
}

const errors = async () => ({
  unique: await codesOf(() => db('person').insert({ name: 'anna' })),
  foreignKey: await codesOf(() => db('pet').insert({ owner: 999 })),
  stillReferenced: await codesOf(() => db('person').where({ id: 1 }).del()),
  notNull: await codesOf(() => db('person').insert({ name: null })),
  noTable: await codesOf(() => db('nowhere')),
  syntax: await codesOf(() => db.raw('SELEC 1')),
  message: (
    await db('person')
      .insert({ name: 'anna' })
      .catch((error) => error)
  ).message,
  deadlock: await codesOf(() =>
    deadlock(
      (work) => db.transaction(work),
      (trx, id) =>
        trx('person')
          .where({ id })
          .update({ name: trx.raw("concat(name, '.')") }),
    ),
  ),
});

async function lostConnection() {
  const raw = await db.client.acquireConnection();
  const gone = once(raw.stream, 'close');
  const before = raw.threadId;
  await db.client.releaseConnection(raw);
  await kill(before);
  await gone;
  const [[{ id: after }]] = await db.raw('SELECT CONNECTION_ID() AS id');
  const inTransaction = await db
    .transaction(async (trx) => {
      const [[{ id }]] = await trx.raw('SELECT CONNECTION_ID() AS id');
      await kill(id);
      await trx('person').select();
    })
    .catch(tellsOfLoss);
  return { other: after !== before, again: (await count()) > 0, inTransaction };
}

/** The query ends on the server, and its connection is the next one's. */
async function timeouts() {
  const idOf = async (on) => (await on.raw('SELECT CONNECTION_ID() AS id'))[0][0].id;
  return db.transaction(async (trx) => {
    const before = await idOf(trx);
    const error = await trx
      .raw('SELECT SLEEP(50)')
      .timeout(200, { cancel: true })
      .catch((failed) => failed);
    return { name: error.name, message: error.message, same: (await idOf(trx)) === before };
  });
}

await runParts({
  migrating,
  types,
  crud,
  joins,
  transactions,
  streaming,
  errors,
  lostConnection,
  timeouts,
});
await db.destroy();
