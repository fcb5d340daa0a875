import { type Answer, useExample } from './web-client';

const blog = useExample('fastify-blog');
const HELLO = {
  slug: 'hello',
  title: 'Hello',
  text: 'What?',
  author: 'ann',
  tags: ['a & b', 'new'],
};

let posts = 0;
async function addPost(changes: object = {}): Promise<string> {
  const slug = `post-${++posts}`;
  await blog.post('/posts', { ...HELLO, slug, ...changes });
  return `/posts/${slug}`;
}

test('creates, reads, changes, lists and deletes posts', async () => {
  const { status, body } = await blog.post('/posts', HELLO);
  const post = { ...HELLO, version: 1, createdAt: expect.any(String) };
  expect({ status, body }).toEqual({ status: 201, body: post });
  expect(await blog.get('/posts/hello')).toEqual({ status: 200, body });
  const changed = await blog.patch('/posts/hello', { version: 1, title: 'Hi', tags: ['old'] });
  expect(changed.body).toEqual({ ...post, version: 2, title: 'Hi', tags: ['old'] });
  expect((await blog.get('/posts?tag=old')).body).toEqual([changed.body]);
  expect((await blog.get('/posts?tag=new')).body).toEqual([]);
  expect((await blog.delete('/posts/hello')).status).toBe(204);
  expect((await blog.get('/posts/hello')).status).toBe(404);
});

test('keeps times to the millisecond', async () => {
  const path = await addPost();
  const { createdAt } = (await blog.get(path)).body as { createdAt: string };
  expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(10 * 60_000);
});

test.each<[string, () => Promise<Answer>, number]>([
  ['a post without a title', () => blog.post('/posts', { ...HELLO, title: undefined }), 400],
  ['a title of spaces', () => blog.post('/posts', { ...HELLO, title: '  ' }), 400],
  ['a title that is no text', () => blog.post('/posts', { ...HELLO, title: { $ne: 1 } }), 400],
  ['a slug that is none', () => blog.post('/posts', { ...HELLO, slug: '../x' }), 400],
  ['a field that nobody knows', () => blog.post('/posts', { ...HELLO, id: 7 }), 400],
  ['a body that is no JSON', () => blog.post('/posts', '{'), 400],
  ['a post that is not there', () => blog.get('/posts/nothing'), 404],
  ['a change of one', () => blog.patch('/posts/nothing', { version: 1, title: 'x' }), 404],
  ['a deletion of one', () => blog.delete('/posts/nothing'), 404],
  ['a path that is not there', () => blog.get('/nothing'), 404],
])('%s is refused', async (_, ask, status) => {
  const answer = await ask();
  expect(answer).toEqual({
    status,
    body: expect.objectContaining({ message: expect.any(String) }),
  });
});

test('a slug that is there already is a conflict', async () => {
  const path = await addPost();
  const slug = path.replace('/posts/', '');
  expect((await blog.post('/posts', { ...HELLO, slug })).status).toBe(409);
});

test('a change of an older version than the stored one is a conflict', async () => {
  const path = await addPost();
  expect((await blog.patch(path, { version: 1, title: 'first' })).status).toBe(200);
  expect((await blog.patch(path, { version: 1, title: 'second' })).status).toBe(409);
  expect((await blog.get(path)).body).toMatchObject({ title: 'first', version: 2 });
});

test('posts at once share their author and their tags', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      blog.post('/posts', { ...HELLO, slug: `at-once-${i}`, author: 'bob', tags: ['shared'] }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect((await blog.get('/posts?tag=shared')).body).toHaveLength(10);
});

test('a post may have no tags', async () => {
  expect((await blog.get(await addPost({ tags: undefined }))).body).toMatchObject({ tags: [] });
});

test('the page shows posts, and runs nothing of what they say', async () => {
  await addPost({ title: '<script>alert(1)</script>', author: '"ann"', tags: [`'<b>`] });
  const { status, body } = await blog.get('/');
  expect(status).toBe(200);
  expect(body).toContain('<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>');
  expect(body).toContain('&quot;ann&quot;, 2');
  expect(body).toContain('>&#39;&lt;b&gt;</a>');
  expect(body).not.toContain('<script');
});

test('tells of its pool', async () => {
  expect(await blog.get('/health')).toMatchObject({ status: 200, body: { used: 0, timedOut: 0 } });
});

test('ends when it is told to, and leaves nothing behind', async () => {
  blog.process.signal('SIGTERM');
  expect(await blog.process.ended).toMatchObject({ code: 0, stderr: '' });
  await blog.process.untilNothingIsLeft();
});
