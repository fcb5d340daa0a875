// What failures become: of statements, and of connections.
import { failureOf } from './report.mjs';

/** The errors by what was done. */
export async function errors({ orm, entities: { Author, Book, Tag } }) {
  const execute = (sql) => orm.em.fork().execute(sql);
  const insert = (entity, data) => orm.em.fork().insert(entity, data);
  return {
    unique: await failureOf(() => insert(Tag, { name: 'long' })),
    foreignKey: await failureOf(() => insert(Book, { title: 'Lost', author: 999 })),
    referenced: await failureOf(() => orm.em.fork().nativeDelete(Author, { id: 1 })),
    notNull: await failureOf(() => execute('insert into `tag` (`name`) values (null)')),
    tooLong: await failureOf(() => insert(Author, { email: 'x', name: 'x'.repeat(21) })),
    noTable: await failureOf(() => execute('select * from `nothing`')),
    noColumn: await failureOf(() => execute('select `nothing` from `tag`')),
    tableExists: await failureOf(() => execute('create table `tag` (`id` int)')),
    syntax: await failureOf(() => execute('selekt 1')),
    secondOfTwo: await failureOf(() => execute('do 1; selekt 2')),
    deadlock: await deadlock(orm, Tag),
    after: await orm.em.fork().count(Tag),
  };
}

/** Two transactions that take two rows in opposite order: one of them is chosen to fail. */
async function deadlock(orm, Tag) {
  const barrier = gate(2);
  const lock = (first, second) =>
    failureOf(() =>
      orm.em.fork().transactional(async (em) => {
        await em.nativeUpdate(Tag, { id: first }, { name: `deadlock ${first}` });
        await barrier();
        await em.nativeUpdate(Tag, { id: second }, { name: `deadlock ${second}` });
        return 'done';
      }),
    );
  const [a, b] = (await orm.em.fork().findAll(Tag, { orderBy: { id: 1 } })).map(({ id }) => id);
  const ends = await Promise.all([lock(a, b), lock(b, a)]);
  return ends.sort((x, y) => Number('succeeded' in y) - Number('succeeded' in x));
}

/** Lets all through when as many are there. */
function gate(count) {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  let there = 0;
  return () => {
    there += 1;
    if (there === count) open();
    return opened;
  };
}

const idOf = async (em) => (await em.execute('select connection_id() as id', [], 'get')).id;

/** A connection that the pool holds is killed: while it is idle, and within a transaction. */
export async function connections({ orm, connect }) {
  const other = await connect({ max: 1 });
  const before = await idOf(other.em);
  await kill(orm.em, before);
  const idle = await failureOf(async () => (await idOf(other.em)) !== before);
  const inTransaction = await failureOf(() =>
    other.em.fork().transactional(async (em) => {
      await kill(orm.em, await idOf(em));
      await em.execute('select 1');
    }),
  );
  const again = await failureOf(async () => (await other.em.execute('select 1 as one')).length);
  await other.close();
  return {
    killed: { idle, inTransaction, again },
    refused: await onOther(connect, { password: 'wrong' }),
  };
}

const onOther = (connect, options) =>
  failureOf(async () => {
    const other = await connect(options);
    try {
      return await other.em.execute('select 1');
    } finally {
      await other.close();
    }
  });

async function kill(em, id) {
  await em.execute(`kill ${id}`);
  while (
    (await em.execute(`select 1 from information_schema.processlist where id = ${id}`)).length
  );
}
