// What failures become: of statements, and of connections.
import { deadlock, kill } from './faults.mjs';
import { outcome } from './program.mjs';

/** The errors by what was done. */
export async function errors({ orm, entities: { Author, Book, Tag } }) {
  const execute = (sql) => orm.em.fork().execute(sql);
  const insert = (entity, data) => orm.em.fork().insert(entity, data);
  return {
    unique: await outcome(() => insert(Tag, { name: 'long' })),
    foreignKey: await outcome(() => insert(Book, { title: 'Lost', author: 999 })),
    referenced: await outcome(() => orm.em.fork().nativeDelete(Author, { id: 1 })),
    notNull: await outcome(() => execute('insert into `tag` (`name`) values (null)')),
    tooLong: await outcome(() => insert(Author, { email: 'x', name: 'x'.repeat(21) })),
    noTable: await outcome(() => execute('select * from `nothing`')),
    noColumn: await outcome(() => execute('select `nothing` from `tag`')),
    tableExists: await outcome(() => execute('create table `tag` (`id` int)')),
    syntax: await outcome(() => execute('selekt 1')),
    secondOfTwo: await outcome(() => execute('do 1; selekt 2')),
    deadlock: await outcome(() => deadlocked(orm, Tag)),
    after: await orm.em.fork().count(Tag),
  };
}

/** Of two transactions that take two rows in opposite order one is chosen to fail. */
async function deadlocked(orm, Tag) {
  const tags = await orm.em.fork().findAll(Tag, { orderBy: { id: 1 } });
  return deadlock(
    (work) => orm.em.fork().transactional(work),
    (em, id) => em.nativeUpdate(Tag, { id }, { name: `deadlock ${id}` }),
    tags.map(({ id }) => id),
  );
}

const idOf = async (em) => (await em.execute('select connection_id() as id', [], 'get')).id;

/** A connection that the pool holds is killed: while it is idle, and within a transaction. */
export async function connections({ connect }) {
  const other = await connect({ max: 1 });
  const before = await idOf(other.em);
  await kill(before);
  const idle = await outcome(async () => (await idOf(other.em)) !== before);
  const inTransaction = await outcome(() =>
    other.em.fork().transactional(async (em) => {
      await kill(await idOf(em));
      await em.execute('select 1');
    }),
  );
  const again = await outcome(async () => (await other.em.execute('select 1 as one')).length);
  await other.close();
  return {
    killed: { idle, inTransaction, again },
    refused: await onOther(connect, { password: 'wrong' }),
  };
}

const onOther = (connect, options) =>
  outcome(async () => {
    const other = await connect(options);
    try {
      return await other.em.execute('select 1');
    } finally {
      await other.close();
    }
  });
