import { LockMode } from '@mikro-orm/core';
import { Author, Post, Tag } from './entities.mjs';

const text = (maxLength) => ({ type: 'string', minLength: 1, maxLength, pattern: '\\S' });
const properties = {
  slug: { ...text(100), pattern: '^[a-z0-9-]+$' },
  title: text(200),
  text: text(20_000),
  author: text(50),
  tags: { type: 'array', items: text(30), maxItems: 10, uniqueItems: true },
};
const NEW_POST = {
  type: 'object',
  properties,
  required: ['slug', 'title', 'text', 'author'],
  additionalProperties: false,
};
const { title, text: body, tags } = properties;
const CHANGES = {
  type: 'object',
  properties: { version: { type: 'integer' }, title, text: body, tags },
  required: ['version'],
  additionalProperties: false,
};

const PAGE = 50;
const WITH_ALL = { populate: ['author', 'tags'] };

/** Posts: create, list, read, update, delete. */
export async function postRoutes(app) {
  app.get('/', async ({ em, query }) => {
    const where = query.tag === undefined ? {} : { tags: { name: String(query.tag) } };
    const posts = await em.find(Post, where, { ...WITH_ALL, orderBy: { id: 'desc' }, limit: PAGE });
    return posts.map(view);
  });

  app.post('/', { schema: { body: NEW_POST } }, async ({ em, body }, reply) => {
    const { author, tags = [], ...fields } = body;
    const post = em.create(Post, {
      ...fields,
      author: await em.upsert(Author, { name: author }),
      tags: await tagsOf(em, tags),
    });
    await em.flush(); // one transaction, in the order that the keys need
    return reply.code(201).header('location', `/posts/${post.slug}`).send(view(post));
  });

  app.get('/:slug', async ({ em, params }) => view(await find(em, params)));

  app.patch('/:slug', { schema: { body: CHANGES } }, async ({ em, params, body }) => {
    const { version, tags, ...changes } = body;
    const post = await find(em, params);
    await em.lock(post, LockMode.OPTIMISTIC, version);
    em.assign(post, changes);
    if (tags !== undefined) post.tags.set(await tagsOf(em, tags));
    await em.flush(); // writes only what is different
    return view(post);
  });

  app.delete('/:slug', async ({ em, params }, reply) => {
    em.remove(await find(em, params));
    await em.flush();
    return reply.code(204).send();
  });
}

function find(em, { slug }) {
  return em.findOneOrFail(Post, { slug }, WITH_ALL);
}

/** The tags of these names; those that are new are made, whoever else does so at the same time. */
function tagsOf(em, names) {
  return em.upsertMany(
    Tag,
    // In one order for all, so that two requests never wait for each other.
    names.toSorted().map((name) => ({ name })),
  );
}

function view({ slug, title, text, createdAt, version, author, tags }) {
  const names = tags.getItems().map(({ name }) => name);
  return { slug, title, text, createdAt, version, author: author.name, tags: names };
}
