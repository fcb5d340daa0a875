// The unit of work: entities with their relations, many at once, and transactions around them.
import { outcome } from './program.mjs';

/** What is there after each step, always read into an empty identity map. */
export async function relations({ orm, entities: { Author, Book, Tag }, wrap }) {
  const em = orm.em.fork();
  const ann = em.create(Author, { email: 'ann@example.org', name: 'Ann' });
  const [long, fresh] = ['long', 'new'].map((name) => em.create(Tag, { name }));
  em.create(Book, { title: 'One', author: ann, tags: [long, fresh] });
  em.create(Book, { title: 'Two', author: ann, tags: [long] });
  await em.flush();
  const read = async (strategy) =>
    (
      await orm.em
        .fork()
        .find(Author, { email: 'ann@example.org' }, { populate: ['books.tags'], strategy })
    ).map((author) => wrap(author).toObject());
  const made = [await read('joined'), await read('select-in'), await read('balanced')];
  const page = await orm.em
    .fork()
    .findAndCount(Book, { author: { name: 'Ann' } }, { limit: 1, offset: 1, orderBy: { id: 1 } });
  const [one] = ann.books.getItems();
  one.title = 'Uno';
  one.tags.remove(fresh);
  ann.name = 'Anna';
  await em.flush();
  return {
    made,
    page: [page[0].map(({ title }) => title), page[1]],
    changed: await read('joined'),
    batch: await batch(orm, Tag),
    stale: await stale(orm, Author),
    same: await orm.em.fork().nativeUpdate(Author, { name: 'Anna' }, { name: 'Anna' }),
    upserted: wrap(await orm.em.fork().upsert(Tag, { name: 'long' })).toObject(),
  };
}

/** Statements for many entities, and the keys that they get. */
async function batch(orm, Tag) {
  const em = orm.em.fork();
  const tags = Array.from({ length: 500 }, (_, n) => em.create(Tag, { name: `tag ${n}` }));
  await em.flush();
  const ids = new Set(tags.map(({ id }) => id));
  for (const tag of tags) tag.name = `${tag.name}!`;
  await em.flush();
  const renamed = await orm.em.fork().count(Tag, { name: { $like: 'tag %!' } });
  const deleted = await orm.em.fork().nativeDelete(Tag, { name: { $like: 'tag %' } });
  return { ids: ids.size, inOrder: tags.at(-1).id - tags[0].id, renamed, deleted };
}

/** Someone else has changed the row since it was read. */
async function stale(orm, Author) {
  const [mine, theirs] = [orm.em.fork(), orm.em.fork()];
  const [a, b] = [await mine.findOneOrFail(Author, 1), await theirs.findOneOrFail(Author, 1)];
  b.name = 'Anna B';
  await theirs.flush();
  a.name = 'Anna A';
  const failure = await outcome(() => mine.flush());
  await orm.em.fork().nativeUpdate(Author, { id: 1 }, { name: 'Anna' });
  return failure;
}

/** The names that are there after each transaction. */
export async function transactions({ orm, entities: { Author }, IsolationLevel }) {
  const add = (em, name) => em.persist(em.create(Author, { email: `${name}@tx`, name }));
  const there = async () =>
    (await orm.em.fork().find(Author, { email: { $like: '%@tx' } }, { orderBy: { id: 1 } })).map(
      ({ name }) => name,
    );
  const steps = {};
  await orm.em.fork().transactional(async (em) => void add(em, 'a'));
  steps.committed = await there();
  steps.thrown = await outcome(() =>
    orm.em.fork().transactional(async (em) => {
      await add(em, 'b').flush();
      throw new Error('no');
    }),
  );
  steps.rolledBack = await there();
  await orm.em.fork().transactional(async (em) => {
    await add(em, 'outer').flush();
    await outcome(() =>
      em.transactional(async (inner) => {
        await add(inner, 'undone').flush();
        throw new Error('inner');
      }),
    );
    await em.transactional(async (inner) => void add(inner, 'inner'));
  });
  steps.nested = await there();
  steps.levels = {};
  for (const isolationLevel of Object.values(IsolationLevel).filter(
    (level) => level !== 'snapshot',
  )) {
    const run = () =>
      orm.em.fork().transactional((em) => em.count(Author), { isolationLevel, readOnly: true });
    steps.levels[isolationLevel] = await outcome(run);
  }
  steps.readOnly = await outcome(() =>
    orm.em.fork().transactional(async (em) => void add(em, 'never'), { readOnly: true }),
  );
  return steps;
}
