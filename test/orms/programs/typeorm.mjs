/** TypeORM on the driver that the environment names. */
import { DataSource, Raw } from 'typeorm';
import { Author, Book, Profile, Tag, Value } from './typeorm/entities.mjs';
import { ShelfHeight1700000000002, Shelves1700000000001 } from './typeorm/migrations.mjs';
import { deadlock, killNoticed } from './faults.mjs';
import { mysql } from './mysql-module.mjs';
import { failure, isMariaDB, runParts, server } from './program.mjs';

const { user: username, ...rest } = server;
const options = {
  type: isMariaDB ? 'mariadb' : 'mysql',
  driver: mysql,
  ...{ ...rest, username },
  entities: [Author, Book, Profile, Tag, Value],
  migrations: [Shelves1700000000001, ShelfHeight1700000000002],
  timezone: 'Z',
  dateStrings: ['DATE'],
  poolSize: 3,
};
const db = await new DataSource(options).initialize();
const values = db.getRepository(Value);
const authors = db.getRepository(Author);
const books = db.getRepository(Book);

/** What the server says of the tables. */
const columns = () =>
  db.query(
    `SELECT table_name AS t, column_name AS c, column_type AS type, is_nullable AS n, column_key AS k
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, ordinal_position`,
  );

async function migrate() {
  await db.synchronize();
  const made = await db.runMigrations();
  const up = await columns();
  await db.undoLastMigration();
  const down = await columns();
  await db.runMigrations();
  const { upQueries } = await db.driver.createSchemaBuilder().log();
  const shelves = await db.query('SELECT * FROM shelf');
  return { made: made.map(({ name }) => name), up, down, left: upQueries.length, shelves };
}

const LARGE = {
  tiny: -128,
  flag: true,
  small: -32768,
  medium: 8388607,
  whole: 4294967295,
  big: '-9223372036854775808',
  ubig: '18446744073709551615',
  exact: '-12345678901234567890123456789012345.123456789012345678901234567891',
  single: 1.5,
  double: 1.7976931348623157e308,
  bits: Buffer.from([1]),
  day: '2024-02-29',
  clock: '-838:59:58.999999',
  moment: new Date('2024-02-29T23:59:59.987Z'),
  stamp: new Date('2024-11-03T05:30:00.123Z'),
  year: 2155,
  name: `it's a "\\" 🐬 ?`,
  fixed: 'abc',
  body: 'x'.repeat(70_000),
  bytes: Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
  exactBytes: Buffer.from([0, 1, 0, 255]),
  blob: Buffer.alloc(70_000, 0xa5),
  choice: "it's",
  several: ['x', 'z'],
  document: { a: [1, null, { b: 'é?' }], 'c d': 1.5e300 },
  place: 'POINT(1.5 -2.25)',
  list: ['p', 'q'],
  object: { k: [true] },
  uuid: '6d1a7e5c-0b57-4a68-9d6d-5f8f9a0c9d11',
  ...(isMariaDB && { address: '2001:db8::1' }),
};
const SMALL = {
  big: '0',
  day: '1000-01-01',
  moment: new Date(0),
  name: '',
  bytes: Buffer.alloc(0),
};

async function everyType() {
  const saved = await values.save([
    { ...LARGE },
    { ...SMALL, uuid: LARGE.uuid },
    { uuid: LARGE.uuid },
  ]);
  const found = await values.find({ order: { id: 'ASC' } });
  const raw = await db.query('SELECT * FROM `value` ORDER BY id');
  const nested = await db.query('SELECT ? AS a, ? AS b', [true, null]);
  const where = await values.findBy({ big: LARGE.big, moment: LARGE.moment, bytes: LARGE.bytes });
  const json = await values.findBy({ document: Raw((c) => `JSON_EXTRACT(${c}, '$.a[0]') = 1`) });
  const ids = (rows) => rows.map(({ id }) => id);
  return { saved: ids(saved), found, raw, nested, where: ids(where), json: ids(json) };
}

/** Rows of RETURNING on MariaDB, else a header. */
const kindOf = (raw) => (Array.isArray(raw) ? raw.map(Object.keys) : [raw.constructor.name, raw]);

async function crud() {
  const [ann, bob] = await authors.save([{ name: 'ann' }, { name: 'bob' }]);
  bob.name = 'rob';
  await authors.save(bob);
  const same = await authors.update({ id: bob.id }, { name: 'rob' });
  const inserted = await authors.insert([{ name: 'i1' }, { name: 'i2' }]);
  const upserted = await authors.upsert([{ name: 'i1', visits: 7 }], ['name']);
  await authors.increment({ name: 'i2' }, 'visits', 5);
  await authors.softDelete({ name: 'i1' });
  const count = await authors.count();
  const withDeleted = await authors.find({ withDeleted: true, order: { id: 'ASC' } });
  const removed = await authors.delete({ name: 'i2' });
  const [page, total] = await authors.findAndCount({ order: { id: 'DESC' }, take: 1, skip: 1 });
  return {
    ...{ ids: [ann.id, bob.id], version: bob.version, same, count, removed, total },
    ...{
      inserted: inserted.identifiers,
      raw: kindOf(inserted.raw),
      upserted: kindOf(upserted.raw),
    },
    withDeleted: withDeleted.map(({ name, visits, version }) => ({ name, visits, version })),
    dates: withDeleted.every(({ createdAt }) => createdAt instanceof Date),
    page: page.map(({ name }) => name),
    max: await authors.maximum('id'),
    exists: await authors.existsBy({ name: 'nobody' }),
  };
}

const shown = ({ name, books, profile }) => ({
  ...{ name, profile: profile?.text },
  books: books
    .map(({ title, tags }) => ({ title, tags: tags.map(({ word }) => word).sort() }))
    .sort((a, b) => (a.title < b.title ? -1 : 1)),
});

async function relations() {
  const [red, blue] = await db.getRepository(Tag).save([{ word: 'red' }, { word: 'blue' }]);
  const author = await authors.save({
    name: 'cy',
    books: [
      { title: 'one', tags: [red, blue] },
      { title: 'two', tags: [blue] },
    ],
  });
  await db.getRepository(Profile).save({ text: 'writes', author: { id: author.id } });
  const wanted = { where: { name: 'cy' }, relations: { profile: true, books: { tags: true } } };
  const joined = await authors.findOneOrFail(wanted);
  const apart = await authors.findOneOrFail({ ...wanted, relationLoadStrategy: 'query' });
  const built = await db
    .createQueryBuilder(Author, 'a')
    .leftJoinAndSelect('a.books', 'b', 'b.title = :title', { title: 'two' })
    .leftJoinAndSelect('b.tags', 't')
    .where('a.name IN (:...names)', { names: ['cy', 'ann'] })
    .orderBy('a.id')
    .getMany();
  const paged = await books.find({ relations: { author: true }, take: 1, order: { id: 'DESC' } });
  const [{ id }] = paged;
  await books.createQueryBuilder().relation(Book, 'tags').of(id).remove(blue);
  const left = await books.findOneOrFail({ where: { id }, relations: { tags: true } });
  return {
    ...{ joined: shown(joined), apart: shown(apart), built: built.map(shown) },
    ...{ paged: paged.map((book) => [book.title, book.author.name]), left: left.tags },
  };
}

const names = (prefix) => authors.count({ where: { name: Raw((c) => `${c} LIKE '${prefix}%'`) } });

async function transactions() {
  const rolledBack = await failure(() =>
    db.transaction(async (manager) => {
      await manager.save(Author, { name: 'tx1' });
      throw new Error('undo');
    }),
  );
  const none = await names('tx');
  await db.transaction('SERIALIZABLE', async (manager) => {
    await manager.save(Author, { name: 'tx2' });
    await failure(() =>
      manager.transaction(async (inner) => {
        await inner.save(Author, { name: 'tx3' });
        throw new Error('undo to the savepoint');
      }),
    );
    await manager.transaction((inner) => inner.save(Author, { name: 'tx4' }));
  });
  const both = await names('tx');
  const together = await db.transaction((manager) =>
    Promise.all(
      [1, 2, 3, 4].map((n) => manager.query('SELECT ? AS n, CONNECTION_ID() AS id', [n])),
    ),
  );
  const ids = new Set(together.map(([row]) => row.id));
  const runner = db.createQueryRunner();
  await runner.startTransaction('READ COMMITTED');
  await runner.manager.insert(Author, { name: 'tx5' });
  await runner.rollbackTransaction();
  await runner.release();
  const order = together.map(([row]) => row.n);
  return {
    message: rolledBack.message,
    none,
    both,
    order,
    onOne: ids.size,
    last: await names('tx'),
  };
}

async function many() {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ word: `w${i}` }));
  const tags = db.getRepository(Tag);
  const saved = await tags.save(rows, { chunk: 300 });
  const rising = saved.every(({ id }, i) => i === 0 || id > saved[i - 1].id);
  const inserted = await tags.insert(rows.map(({ word }) => ({ word })));
  const builder = () => db.createQueryBuilder(Tag, 't').where("t.word LIKE 'w%'").orderBy('t.id');
  let streamed = 0;
  for await (const row of await builder().stream()) {
    if (row.t_word !== `w${streamed++ % 1000}`) throw new Error(`${row.t_word} at ${streamed}`);
  }
  let seen = 0;
  for await (const { t_id: id } of await builder().stream()) if (id && ++seen === 10) break;
  const parallel = await Promise.all(
    Array.from({ length: 20 }, (_, i) => tags.findOneBy({ word: `w${i}` })),
  );
  return {
    ...{ streamed, seen, rising, identifiers: inserted.identifiers.length },
    ...{ parallel: parallel.map(({ word }) => word), count: await builder().getCount() },
  };
}

/** What TypeORM throws, with what it took from the driver's error. */
const plain = ({ name, message, code, errno, sqlState, sqlMessage, sql, query, parameters }) => {
  return { name, message, code, errno, sqlState, sqlMessage, sql, query, parameters };
};

async function errors() {
  await db.query(
    "INSERT INTO shelf (id, label) VALUES (1, 'one'), (2, 'two') ON DUPLICATE KEY UPDATE id = id",
  );
  const title = 'orphan';
  const unique = await failure(() => authors.insert({ name: 'ann' }));
  const foreign = await failure(() => books.insert({ title, author: { id: 999_999 } }));
  const parent = await failure(() => authors.delete({ name: 'cy' }));
  const missing = await failure(() => db.query('SELECT * FROM nowhere WHERE a = ?', [1]));
  const nulls = await failure(() => authors.insert({ name: null }));
  const syntax = await failure(() => db.query('SELEC 1'));
  const killed = await failure(() =>
    deadlock(
      (work) => db.transaction(work),
      (manager, row) => manager.query('UPDATE shelf SET height = height + 1 WHERE id = ?', [row]),
    ),
  );
  const wrong = new DataSource({ ...options, password: 'wrong', username: 'nobody' });
  const denied = await failure(() => wrong.initialize());
  return {
    ...{ unique: plain(unique), foreign: plain(foreign), parent: plain(parent) },
    ...{ missing: plain(missing), nulls: plain(nulls), syntax: plain(syntax) },
    ...{ deadlock: killed.code, denied: denied.code, deniedErrno: denied.errno },
    isError: unique.driverError instanceof Error,
  };
}

async function lost() {
  const alone = await new DataSource({ ...options, poolSize: 1 }).initialize();
  const runner = alone.createQueryRunner();
  const connection = await runner.connect();
  const before = connection.threadId;
  await killNoticed(connection);
  const inHand = await failure(() => runner.query('SELECT 1'));
  await runner.release();
  const [{ id }] = await alone.query('SELECT CONNECTION_ID() AS id');
  const idle = alone.createQueryRunner();
  const kept = await idle.connect();
  await idle.release();
  await killNoticed(kept);
  const [{ one }] = await alone.query('SELECT 1 AS one');
  const running = alone.createQueryRunner();
  const busy = await running.connect();
  const sleeping = failure(() => running.query('SELECT SLEEP(30)'));
  await killNoticed(busy).catch(() => {});
  const ended = await sleeping;
  await running.release();
  const again = await alone.getRepository(Author).existsBy({ name: 'ann' });
  await alone.destroy();
  return { inHand: inHand.fatal, anew: id !== before, one, running: ended.code, again };
}

async function timeouts() {
  const limits = { enableQueryTimeout: true, maxQueryExecutionTime: 50, logger: 'debug' };
  const hasty = await new DataSource({ ...options, ...limits }).initialize();
  const slow = await failure(() => hasty.query('SELECT SLEEP(0.5)'));
  const [{ one }] = await hasty.query('SELECT ? AS one', [1]);
  await hasty.destroy();
  return { message: slow.message, code: slow.code, one };
}

async function replication() {
  const { host, port, password, database } = server;
  const node = { host, port, username, password, database };
  const { type, driver, entities } = options;
  const group = await new DataSource({
    ...{ type, driver, entities },
    replication: { master: node, slaves: [node, node], restoreNodeTimeout: 0 },
  }).initialize();
  await group.getRepository(Tag).insert({ word: 'replicated' });
  const found = await group.getRepository(Tag).findOneBy({ word: 'replicated' });
  await group.destroy();
  return found.word;
}

async function close() {
  await db.destroy();
  const after = await failure(() => authors.count());
  return { initialized: db.isInitialized, name: after.name };
}

await runParts({
  ...{
    migrate,
    everyType,
    crud,
    relations,
    transactions,
    many,
    errors,
    lost,
    timeouts,
    replication,
    close,
  },
});
