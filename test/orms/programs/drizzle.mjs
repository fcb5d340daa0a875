/** @file Drizzle on mysql2 by its own driver, and on this driver by `mysqldb/drizzle`. */
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, eq, gt, like, relations, sql } from 'drizzle-orm';
import * as m from 'drizzle-orm/mysql-core';
import { COLUMNS, VALUES, shortened } from './every-type.mjs';
import { deadlock, kill, watched } from './faults.mjs';
import { codesOf, driver, runParts, sameJson, server, take, tellsOfLoss } from './program.mjs';

const person = m.mysqlTable('person', {
  id: m.int().primaryKey().autoincrement(),
  name: m.varchar({ length: 50 }).notNull().unique(),
});
const pet = m.mysqlTable('pet', {
  id: m.int().primaryKey().autoincrement(),
  owner: m
    .int()
    .notNull()
    .references(() => person.id),
  name: m.varchar({ length: 50 }),
});
const everyType = m.mysqlTable('every_type', {
  id: m.int().primaryKey().autoincrement(),
  c_tiny: m.tinyint(),
  c_bool: m.boolean(),
  c_small: m.smallint(),
  c_medium: m.mediumint(),
  c_int: m.int(),
  c_uint: m.int({ unsigned: true }),
  c_big: m.bigint({ mode: 'bigint' }),
  c_ubig: m.bigint({ mode: 'bigint', unsigned: true }),
  c_decimal: m.decimal({ precision: 20, scale: 6 }),
  c_float: m.float(),
  c_double: m.double(),
  c_date: m.date(),
  c_datetime: m.datetime({ fsp: 3 }),
  c_timestamp: m.timestamp(),
  c_time: m.time(),
  c_year: m.year(),
  c_char: m.char({ length: 3 }),
  c_varchar: m.varchar({ length: 50 }),
  c_text: m.mediumtext(),
  c_varbinary: m.varbinary({ length: 8 }),
  c_enum: m.mysqlEnum(['a', 'b']),
  c_set: m.varchar({ length: 20 }),
  c_json: m.json(),
});
const schema = {
  person,
  pet,
  everyType,
  personRelations: relations(person, ({ many, one }) => ({
    pets: many(pet),
    values: one(everyType, { fields: [person.id], references: [everyType.id] }),
  })),
  petRelations: relations(pet, ({ one }) => ({
    master: one(person, { fields: [pet.owner], references: [person.id] }),
  })),
};

const { pool, lost } = watched(await makePool());
const { db, migrate } = await makeDb();

async function makePool() {
  if (driver === 'mysqldb') return (await import('mysqldb')).createPool({ ...server, max: 2 });
  return (await import('mysql2')).createPool({
    ...server,
    ...sameJson,
    connectionLimit: 2,
    supportBigNumbers: true,
  });
}

async function makeDb() {
  const ours = driver === 'mysqldb';
  const { drizzle, ...more } = await import(ours ? 'mysqldb/drizzle' : 'drizzle-orm/mysql2');
  const migrations = ours ? more : await import('drizzle-orm/mysql2/migrator');
  return { db: drizzle(pool, { schema, mode: 'default' }), migrate: migrations.migrate };
}

/** A folder as drizzle-kit writes it. */
function migrationsFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'drizzle-'));
  const files = {
    '0000_first': `CREATE TABLE person (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL UNIQUE);
--> statement-breakpoint
CREATE TABLE pet (id INT PRIMARY KEY AUTO_INCREMENT, owner INT NOT NULL REFERENCES person (id), name VARCHAR(50));
--> statement-breakpoint
ALTER TABLE pet ADD CONSTRAINT pet_owner FOREIGN KEY (owner) REFERENCES person (id);`,
    '0001_types': `CREATE TABLE every_type (id INT PRIMARY KEY AUTO_INCREMENT, ${COLUMNS});`,
  };
  mkdirSync(join(folder, 'meta'));
  const entries = Object.keys(files).map((tag, idx) => ({
    idx,
    when: 1700000000000 + idx,
    tag,
    breakpoints: true,
  }));
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }));
  for (const [tag, text] of Object.entries(files)) writeFileSync(join(folder, `${tag}.sql`), text);
  return folder;
}

async function migrating() {
  const folder = migrationsFolder();
  await migrate(db, { migrationsFolder: folder });
  await migrate(db, { migrationsFolder: folder });
  rmSync(folder, { recursive: true });
  const [tables] = await db.execute(sql`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() ORDER BY 1`);
  const [[{ n }]] = await db.execute(sql`SELECT COUNT(*) AS n FROM __drizzle_migrations`);
  return { tables, n };
}

async function types() {
  const { c_bit, c_binary, c_blob, ...values } = VALUES; // not columns of Drizzle's, or text there
  const given = {
    ...values,
    c_bool: true,
    c_date: new Date('2024-02-29'),
    c_varbinary: 'bytes',
    c_json: JSON.parse(VALUES.c_json),
  };
  const [{ id }] = await db.insert(everyType).values(given).$returningId();
  await db.insert(everyType).values({});
  const rows = await db.select().from(everyType).orderBy(everyType.id);
  const nested = await db.query.everyType.findFirst({ where: eq(everyType.id, id) });
  const [raw] = await db.execute(sql`SELECT * FROM every_type WHERE id = ${id}`);
  const columns = {
    id,
    rows: rows.map(shortened),
    nested: shortened(nested),
    raw: raw.map(shortened),
  };
  const params = sql`SELECT ${c_bit} AS bit, ${c_binary} AS bytes, LENGTH(${c_blob}) AS length`;
  return { ...columns, params: (await db.execute(params))[0] };
}

const headerOf = ([{ affectedRows, insertId, changedRows, info }]) => ({
  affectedRows,
  insertId,
  changedRows,
  info,
});

async function crud() {
  const inserted = await db
    .insert(person)
    .values([{ name: 'ann' }, { name: 'bob' }, { name: "o'neil ?" }]);
  const ids = await db
    .insert(person)
    .values([{ name: 'x' }, { name: 'y' }])
    .$returningId();
  const upsert = await db
    .insert(person)
    .values({ id: 1, name: 'ann' })
    .onDuplicateKeyUpdate({ set: { name: 'anna' } });
  const same = await db.update(person).set({ name: 'bob' }).where(eq(person.id, 2));
  const changed = await db.update(person).set({ name: 'rob' }).where(eq(person.id, 2));
  const deleted = await db.delete(person).where(like(person.name, 'o%'));
  const prepared = db
    .select()
    .from(person)
    .where(gt(person.id, sql.placeholder('id')))
    .orderBy(asc(person.id))
    .prepare();
  const read = await prepared.execute({ id: 1 });
  const count = await db.$count(person, gt(person.id, 1));
  return { headers: [inserted, upsert, same, changed, deleted].map(headerOf), ids, read, count };
}

async function relationsOf() {
  await db.insert(pet).values([
    { owner: 1, name: 'rex' },
    { owner: 1, name: 'tom' },
  ]);
  const joined = await db
    .select()
    .from(person)
    .leftJoin(pet, eq(pet.owner, person.id))
    .orderBy(person.id, pet.id);
  const reading = db.query.person.findMany({ with: { pets: true }, orderBy: asc(person.id) });
  const nested = await reading.catch((error) => error.cause.code); // MariaDB has no LATERAL
  const planetscale = await eagerlyWithoutLateral();
  return { joined, nested, planetscale, values: await valuesOfRelation() };
}

/** Values of a relation come as one of JSON; the day is left out, which mysql2 has written otherwise. */
async function valuesOfRelation() {
  const reading = db.query.person.findFirst({
    columns: { name: true },
    with: { values: { columns: { c_date: false } } },
    where: eq(person.id, 1),
  });
  const found = await reading.catch((error) => error.cause.code);
  return found?.values ? { ...found, values: shortened(found.values) } : found;
}

async function eagerlyWithoutLateral() {
  const { drizzle } = await import(driver === 'mysqldb' ? 'mysqldb/drizzle' : 'drizzle-orm/mysql2');
  const other = drizzle(pool, { schema, mode: 'planetscale' });
  const reading = other.query.person.findMany({
    with: { pets: { with: { master: true } } },
    orderBy: asc(person.id),
  });
  return reading.catch((error) => error.cause.code);
}

async function transactions() {
  const seen = [await db.$count(person)];
  await db.transaction((tx) => tx.insert(person).values({ name: 'kept' }));
  seen.push(await db.$count(person));
  const undo = new Error('undo');
  const undone = db.transaction(
    async (tx) => {
      await tx.insert(person).values({ name: 'gone' });
      throw undo;
    },
    { isolationLevel: 'serializable', accessMode: 'read write' },
  );
  seen.push((await undone.catch((error) => error)) === undo, await db.$count(person));
  const readOnly = await codesOf(() =>
    db.transaction((tx) => tx.delete(pet), { accessMode: 'read only' }),
  );
  await db.transaction(async (tx) => {
    await tx.insert(person).values({ name: 'outer' });
    await tx
      .transaction(async (inner) => {
        await inner.insert(person).values({ name: 'inner' });
        inner.rollback();
      })
      .catch((error) => seen.push(error.message));
    await tx.transaction((inner) => inner.insert(person).values({ name: 'second' }));
  });
  const names = await db
    .select({ name: person.name })
    .from(person)
    .where(gt(person.id, 5))
    .orderBy(person.id);
  return { seen, readOnly, names };
}

async function streaming() {
  await db.insert(pet).values(Array.from({ length: 250 }, (_, i) => ({ owner: 1, name: `s${i}` })));
  const query = db
    .select({ name: pet.name })
    .from(pet)
    .where(like(pet.name, 's%'))
    .orderBy(pet.id)
    .prepare();
  const all = await take(query.iterator());
  const inTransaction = [];
  await db.transaction(async (tx) => {
    for await (const row of tx.select().from(person).orderBy(person.id).prepare().iterator())
      inTransaction.push(row.name);
  });
  const broken = await codesOf(() =>
    take(
      db
        .select({ a: sql`nowhere.a` })
        .from(pet)
        .prepare()
        .iterator(),
    ),
  );
  return { count: all.length, last: all.at(-1), inTransaction, broken };
}

/** A stream that is left early; on mysql2 the connection hangs then in a transaction. */
async function leftEarly() {
  if (driver === 'mysql2') return {};
  const query = (on) =>
    on.select({ name: pet.name }).from(pet).where(like(pet.name, 's%')).prepare().iterator();
  await take(query(db), 1);
  const inTransaction = await db.transaction(async (tx) => {
    await take(query(tx), 1);
    return tx.$count(person);
  });
  return { sameCount: inTransaction === (await db.$count(person)), used: pool.stats.used };
}

const errors = async () => ({
  unique: await codesOf(() => db.insert(person).values({ name: 'anna' })),
  foreignKey: await codesOf(() => db.insert(pet).values({ owner: 999 })),
  stillReferenced: await codesOf(() => db.delete(person).where(eq(person.id, 1))),
  noTable: await codesOf(() => db.execute(sql`SELECT * FROM nowhere`)),
  syntax: await codesOf(() => db.execute(sql`SELEC 1`)),
  deadlock: await codesOf(() =>
    deadlock(
      (work) => db.transaction(work),
      (tx, id) =>
        tx
          .update(person)
          .set({ name: sql`concat(${person.name}, '.')` })
          .where(eq(person.id, id)),
    ),
  ),
});

const idOf = async (on) => (await on.execute(sql`SELECT CONNECTION_ID() AS id`))[0][0].id;

async function lostConnection() {
  const before = await idOf(db);
  const gone = lost();
  await kill(before);
  await gone;
  const after = await idOf(db);
  const inTransaction = await db
    .transaction(async (tx) => {
      await kill(await idOf(tx));
      await tx.select().from(person);
    })
    .catch(tellsOfLoss);
  const again = (await db.$count(person)) > 0;
  return { other: after !== before, again, inTransaction, used: pool.stats?.used ?? 0 };
}

/** A transaction that cannot begin leaves no connection behind. */
async function notBegun() {
  if (driver === 'mysql2') return {};
  const config = { isolationLevel: 'no such level' };
  const error = await codesOf(() => db.transaction(async () => {}, config));
  return { code: error.code, used: pool.stats.used };
}

await runParts({
  migrating,
  types,
  crud,
  relationsOf,
  transactions,
  streaming,
  leftEarly,
  errors,
  lostConnection,
  notBegun,
});
await (driver === 'mysqldb' ? pool.close() : pool.promise().end());
