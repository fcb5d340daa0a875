/** @file Objection on knex: with knex's client for mysql2, and with `mysqldb/knex`. */
import { once } from 'node:events';
import knexOf from 'knex';
import objection from 'objection';
import { COLUMNS, VALUES, shortened } from './every-type.mjs';
import { deadlock, kill } from './faults.mjs';
import { codesOf, driver, runParts, server, take, tellsOfLoss } from './program.mjs';

const { Model } = objection;
const client = driver === 'mysqldb' ? (await import('mysqldb/knex')).MysqldbClient : 'mysql2';
const db = knexOf({
  client,
  connection: { ...server, supportBigNumbers: true },
  pool: { min: 0, max: 2 },
  log: { warn: () => {} }, // of the connections that are to be lost
});
Model.knex(db);

class Person extends Model {
  static tableName = 'person';
  static get relationMappings() {
    return {
      pets: {
        relation: Model.HasManyRelation,
        modelClass: Pet,
        join: { from: 'person.id', to: 'pet.owner' },
      },
      friends: {
        relation: Model.ManyToManyRelation,
        modelClass: Person,
        join: {
          from: 'person.id',
          through: { from: 'friend.a', to: 'friend.b' },
          to: 'person.id',
        },
      },
    };
  }
}
class Pet extends Model {
  static tableName = 'pet';
  static get relationMappings() {
    return {
      master: {
        relation: Model.BelongsToOneRelation,
        modelClass: Person,
        join: { from: 'pet.owner', to: 'person.id' },
      },
    };
  }
}
class EveryType extends Model {
  static tableName = 'every_type';
  static jsonAttributes = ['c_json'];
}

async function migrating() {
  const migration = {
    up: async (on) => {
      await on.schema.createTable('person', (table) => {
        table.increments('id');
        table.string('name', 50).notNullable().unique();
      });
      await on.schema.createTable('pet', (table) => {
        table.increments('id');
        table.integer('owner').unsigned().references('person.id');
        table.string('name', 50);
      });
      await on.schema.createTable('friend', (table) => {
        table.integer('a').unsigned().references('person.id');
        table.integer('b').unsigned().references('person.id');
      });
      await on.raw(`CREATE TABLE every_type (id INT PRIMARY KEY AUTO_INCREMENT, ${COLUMNS})`);
    },
    down: (on) => on.schema.dropTable('every_type'),
  };
  const source = {
    getMigrations: async () => ['1_all'],
    getMigrationName: (name) => name,
    getMigration: async () => migration,
  };
  return db.migrate.latest({ migrationSource: source });
}

async function types() {
  const json = JSON.parse(VALUES.c_json);
  const { id } = await EveryType.query().insert({ ...VALUES, c_json: json });
  const [read, again] = [await EveryType.query().findById(id), await EveryType.query().first()];
  return { id, row: shortened(read.toJSON()), same: again.c_json.b.c };
}

async function relations() {
  // One connection, so that ids are given in order.
  const insert = (trx) =>
    Person.query(trx).insertGraph({
      name: 'ann',
      pets: [{ name: 'rex' }, { name: 'tom' }],
      friends: [{ name: 'bob' }],
    });
  const ann = await Person.transaction(insert);
  const fetched = await Person.query()
    .withGraphFetched('[pets(named), friends.pets]')
    .modifiers({
      named: (query) => query.orderBy('pet.name'),
    })
    .orderBy('id');
  const joined = await Person.query().withGraphJoined('pets').orderBy(['person.id', 'pets.id']);
  await Person.query().upsertGraph({
    id: ann.id,
    name: 'anna',
    pets: [{ id: ann.pets[0].id, name: 'max' }, { name: 'new' }],
  });
  const pets = await Person.relatedQuery('pets').for(ann.id).orderBy('id');
  const master = await Pet.query().findById(ann.pets[0].id).withGraphFetched('master');
  const patched = await Person.query().findById(ann.id).patch({ name: 'anna' });
  return { ann, fetched, joined, pets, master, patched };
}

async function transactions() {
  const undo = new Error('undo');
  const undone = await Person.transaction(async (trx) => {
    await Person.query(trx).insert({ name: 'gone' });
    throw undo;
  }).catch((error) => error === undo);
  await Person.transaction(async (trx) => {
    await Person.query(trx).insert({ name: 'outer' });
    await trx
      .transaction(async (inner) => {
        await Person.query(inner).insert({ name: 'inner' });
        throw undo;
      })
      .catch(() => {});
  });
  return { undone, names: (await Person.query().orderBy('id')).map(({ name }) => name) };
}

/** MySQL has no INSERT of many models that gives ids back: Objection goes one by one. */
async function batching() {
  await Pet.query().insert({ name: 's0' });
  await db.batchInsert(
    'pet',
    Array.from({ length: 250 }, (_, i) => ({ name: `s${i + 1}` })),
    100,
  );
  const page = await Pet.query().where('name', 'like', 's%').orderBy('id').page(2, 10);
  const streamed = await take(Pet.query().where('name', 'like', 's%').toKnexQuery().stream());
  return {
    total: page.total,
    names: page.results.map(({ name }) => name),
    streamed: streamed.length,
  };
}

async function errors() {
  const failed = {
    unique: () => Person.query().insert({ name: 'anna' }),
    foreignKey: () => Pet.query().insert({ owner: 999 }),
    notNull: () => Person.query().insert({ name: null }),
    dataError: () => Person.query().insert({ name: 'x'.repeat(60) }),
    noTable: () => Person.query().from('nowhere'),
  };
  const seen = {};
  for (const [what, action] of Object.entries(failed)) {
    const error = await action().then(
      () => undefined,
      (reason) => reason,
    );
    const { name, constraint, columns, table } = error;
    seen[what] = {
      name,
      constraint,
      columns,
      table,
      ...(await codesOf(() => Promise.reject(error))),
    };
  }
  seen.deadlock = await codesOf(() =>
    deadlock(
      (work) => Person.transaction(work),
      (trx, id) =>
        Person.query(trx)
          .findById(id)
          .patch({ name: objection.raw("concat(name, '.')") }),
    ),
  );
  return seen;
}

async function lostConnection() {
  const raw = await db.client.acquireConnection();
  const gone = once(raw.stream, 'close');
  await db.client.releaseConnection(raw);
  await kill(raw.threadId);
  await gone;
  const count = await Person.query().resultSize();
  const inTransaction = await Person.transaction(async (trx) => {
    const [[{ id }]] = await trx.raw('SELECT CONNECTION_ID() AS id');
    await kill(id);
    await Person.query(trx);
  }).catch(tellsOfLoss);
  return { again: count > 0, inTransaction };
}

await runParts({ migrating, types, relations, transactions, batching, errors, lostConnection });
await db.destroy();
