/** @file Kysely on mysql2 by its own dialect, and on this driver by `mysqldb/kysely`. */
import { Kysely, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/mysql';
import { Migrator } from 'kysely/migration';
import { COLUMNS, VALUES, shortened } from './every-type.mjs';
import { deadlock, kill, watched } from './faults.mjs';
import { codesOf, driver, runParts, sameJson, server, take, tellsOfLoss } from './program.mjs';

const { pool, lost } = watched(await makePool(2));
const db = await makeDb(pool);

async function makePool(max) {
  if (driver === 'mysqldb') return (await import('mysqldb')).createPool({ ...server, max });
  return (await import('mysql2')).createPool({ ...server, ...sameJson, connectionLimit: max });
}

async function makeDb(ofPool) {
  if (driver === 'mysql2') {
    const [{ MysqlDialect }, { createConnection }] = [
      await import('kysely'),
      await import('mysql2'),
    ];
    return new Kysely({
      dialect: new MysqlDialect({ pool: ofPool, controlConnection: createConnection }),
    });
  }
  const { MysqldbDialect } = await import('mysqldb/kysely');
  return new Kysely({ dialect: new MysqldbDialect({ pool: ofPool }) });
}

const migrations = {
  '1_person': {
    up: (on) =>
      on.schema
        .createTable('person')
        .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
        .addColumn('name', 'varchar(50)', (col) => col.notNull().unique())
        .execute(),
    down: (on) => on.schema.dropTable('person').execute(),
  },
  '2_pet': {
    up: async (on) => {
      await on.schema
        .createTable('pet')
        .addColumn('id', 'integer', (col) => col.primaryKey().autoIncrement())
        .addColumn('owner', 'integer', (col) => col.references('person.id').notNull())
        .addColumn('name', 'varchar(50)')
        .execute();
      await sql
        .raw(`CREATE TABLE every_type (id INT PRIMARY KEY AUTO_INCREMENT, ${COLUMNS})`)
        .execute(on);
    },
    down: async (on) => {
      await on.schema.dropTable('pet').execute();
      await on.schema.dropTable('every_type').execute();
    },
  },
};

async function migrate() {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const steps = [
    await migrator.migrateToLatest(),
    await migrator.migrateDown(),
    await migrator.migrateToLatest(),
  ];
  const tables = await db.introspection.getTables();
  return {
    steps: steps.map(({ error, results }) => [error?.stack, results]),
    tables: tables.map(({ name, columns }) => [
      name,
      columns.map((column) => [column.name, column.dataType]),
    ]),
  };
}

async function types() {
  const inserted = await db.insertInto('every_type').values(VALUES).executeTakeFirst();
  await db.insertInto('every_type').values({ c_int: null }).execute();
  const rows = await db.selectFrom('every_type').selectAll().orderBy('id').execute();
  return { inserted: { ...inserted }, rows: rows.map(shortened) };
}

async function crud() {
  const names = ['ann', 'bob', "o'neil ?"];
  const inserted = await db
    .insertInto('person')
    .values(names.map((name) => ({ name })))
    .executeTakeFirst();
  const upsert = await db
    .insertInto('person')
    .values({ id: 1, name: 'ann' })
    .onDuplicateKeyUpdate({ name: 'anna' })
    .executeTakeFirst();
  const same = await db
    .updateTable('person')
    .set({ name: 'bob' })
    .where('id', '=', 2)
    .executeTakeFirst();
  const changed = await db
    .updateTable('person')
    .set({ name: 'rob' })
    .where('id', '=', 2)
    .executeTakeFirst();
  const deleted = await db.deleteFrom('person').where('name', 'like', 'o%').executeTakeFirst();
  const read = await db
    .selectFrom('person')
    .select(['name as n', sql`1 + 1`.as('two')])
    .orderBy('n')
    .execute();
  const one = await db.selectFrom('person').selectAll().where('id', '=', 99).executeTakeFirst();
  return {
    inserted: { ...inserted },
    upsert: { ...upsert },
    same: { ...same },
    changed: { ...changed },
    deleted: { ...deleted },
    read,
    one,
  };
}

/** MariaDB cannot read the helper's SQL: the drivers have to agree in that too. */
async function relations() {
  await db
    .insertInto('pet')
    .values([
      { owner: 1, name: 'rex' },
      { owner: 1, name: 'tom' },
    ])
    .execute();
  const joined = await db
    .selectFrom('person')
    .leftJoin('pet', 'pet.owner', 'person.id')
    .select(['person.name', 'pet.name as pet'])
    .orderBy('pet.id')
    .execute();
  const nested = db
    .selectFrom('person')
    .select((eb) => [
      'person.name',
      jsonArrayFrom(
        eb.selectFrom('pet').select('pet.name').whereRef('pet.owner', '=', 'person.id'),
      ).as('pets'),
    ]);
  return { joined, nested: await nested.execute().catch((error) => error.code) };
}

const count = async () =>
  (await db.selectFrom('person').select(db.fn.countAll().as('n')).executeTakeFirst()).n;

async function transactions() {
  const seen = [await count()];
  await db
    .transaction()
    .execute((trx) => trx.insertInto('person').values({ name: 'kept' }).execute());
  seen.push(await count());
  const undo = new Error('undo');
  const undone = db
    .transaction()
    .setIsolationLevel('serializable')
    .setAccessMode('read write')
    .execute(async (trx) => {
      await trx.insertInto('person').values({ name: 'gone' }).execute();
      throw undo;
    });
  seen.push((await undone.catch((error) => error)) === undo, await count());
  const readOnly = await codesOf(() =>
    db
      .transaction()
      .setAccessMode('read only')
      .execute((trx) => trx.deleteFrom('pet').execute()),
  );
  const trx = await db.startTransaction().execute();
  await trx.insertInto('person').values({ name: 'outer' }).execute();
  const inner = await trx.savepoint('a`b').execute();
  await inner.insertInto('person').values({ name: 'inner' }).execute();
  const back = await inner.rollbackToSavepoint('a`b').execute();
  const released = await back.savepoint('second').execute();
  await released.insertInto('person').values({ name: 'second' }).execute();
  await (await released.releaseSavepoint('second').execute()).commit().execute();
  const names = await db
    .selectFrom('person')
    .select('name')
    .where('id', '>', 3)
    .orderBy('id')
    .execute();
  return { seen, readOnly, names };
}

async function streaming() {
  const seq = Array.from({ length: 250 }, (_, i) => ({ owner: 1, name: `s${i}` }));
  await db.insertInto('pet').values(seq).execute();
  const query = db.selectFrom('pet').select('name').where('name', 'like', 's%').orderBy('id');
  const all = await take(query.stream(100));
  const early = await take(query.stream(10), 3);
  const broken = await codesOf(() => take(db.selectFrom('nowhere').selectAll().stream()));
  return { count: all.length, last: all.at(-1), early, broken };
}

const errors = async () => ({
  unique: await codesOf(() => db.insertInto('person').values({ name: 'anna' }).execute()),
  foreignKey: await codesOf(() => db.insertInto('pet').values({ owner: 999 }).execute()),
  stillReferenced: await codesOf(() => db.deleteFrom('person').where('id', '=', 1).execute()),
  notNull: await codesOf(() => db.insertInto('person').values({ name: null }).execute()),
  noTable: await codesOf(() => db.selectFrom('nowhere').selectAll().execute()),
  syntax: await codesOf(() => sql`SELEC 1`.execute(db)),
  deadlock: await codesOf(() =>
    deadlock(
      (work) => db.transaction().execute(work),
      (trx, id) =>
        trx
          .updateTable('person')
          .set({ name: sql`concat(name, '.')` })
          .where('id', '=', id)
          .execute(),
    ),
  ),
});

const idOf = async (on) => (await sql`SELECT CONNECTION_ID() AS id`.execute(on)).rows[0].id;

async function lostConnection() {
  const before = await db.connection().execute(idOf);
  const gone = lost();
  await kill(before);
  await gone;
  const after = await idOf(db);
  const inTransaction = await db
    .transaction()
    .execute(async (trx) => {
      await kill(await idOf(trx));
      await trx.selectFrom('person').selectAll().execute();
    })
    .catch(tellsOfLoss);
  return { other: after !== before, again: (await count()) > 0, inTransaction };
}

/** How an abort ends, and what the server still does. */
async function aborting() {
  const slow = (seconds) => sql`SELECT SLEEP(${seconds}) AS slept`;
  const outcomes = {};
  for (const inflightQueryAbortStrategy of ['cancel query', 'kill session']) {
    const controller = new AbortController();
    const running = slow(50).execute(db, { signal: controller.signal, inflightQueryAbortStrategy });
    await sleeping();
    controller.abort(new Error('enough'));
    const { message } = await running.catch((error) => error);
    await nothingSleeps();
    outcomes[inflightQueryAbortStrategy] = [message, (await slow(0).execute(db)).rows];
  }
  return outcomes;
}

/** What aborting does besides, where the driver can. */
async function abortingMore() {
  if (driver === 'mysql2') return {};
  const stream = new AbortController();
  const rows = db
    .selectFrom('pet')
    .select(['name', sql`SLEEP(IF(id > 100, 50, 0))`.as('s')])
    .orderBy('id');
  const reading = take(rows.stream({ chunkSize: 50, signal: stream.signal }));
  await sleeping('%SLEEP(IF%');
  stream.abort(new Error('seen enough'));
  const { message } = await reading.catch((error) => error);
  await nothingSleeps('%SLEEP(IF%');
  const held = [await pool.connection(), await pool.connection()];
  const waiter = new AbortController();
  const waiting = db.selectFrom('pet').selectAll().execute({ signal: waiter.signal });
  while (pool.stats.pending === 0) await new Promise(setImmediate);
  waiter.abort(new Error('waited enough'));
  const { message: waited } = await waiting.catch((error) => error);
  const left = pool.stats.pending;
  for (const connection of held) connection.release();
  return { message, waited, left, inUse: pool.stats.used };
}

const sleepers = async (text) => {
  const { rows } = await sql`SELECT id FROM information_schema.processlist
    WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE ${text}`.execute(db);
  return rows.length;
};
const sleeping = async (text = 'SELECT SLEEP(%') => {
  while ((await sleepers(text)) === 0);
};
const nothingSleeps = async (text = 'SELECT SLEEP(%') => {
  while ((await sleepers(text)) > 0);
};

await runParts({
  migrate,
  types,
  crud,
  relations,
  transactions,
  streaming,
  errors,
  lostConnection,
  aborting,
  abortingMore,
});
await db.destroy();
