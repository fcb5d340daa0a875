import { type Answer, useExample } from './web-client';

const shop = useExample('express-shop');
const MUG = { sku: 'mug', name: 'Mug', price: '9.90', stock: 3 };

let products = 0;
async function addProduct(changes: object = {}): Promise<{ id: number; sku: string }> {
  const { body } = await shop.post('/products', { ...MUG, sku: `sku-${++products}`, ...changes });
  return body as { id: number; sku: string };
}

const order = (...lines: readonly (readonly [productId: number, quantity: number])[]) =>
  shop.post('/orders', {
    customer: 'ann',
    lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
  });

const stockOf = async (id: number): Promise<unknown> =>
  ((await shop.get(`/products/${id}`)).body as { stock: number }).stock;

test('creates, reads, changes, lists and deletes products', async () => {
  const { status, body } = await shop.post('/products', MUG);
  expect({ status, body }).toEqual({ status: 201, body: { ...MUG, id: expect.any(Number) } });
  const { id } = body as { id: number };
  expect(await shop.get(`/products/${id}`)).toEqual({ status: 200, body });
  const changed = await shop.patch(`/products/${id}`, { price: '8.50' });
  expect(changed).toEqual({ status: 200, body: { ...MUG, id, price: '8.50' } });
  const list = await shop.get(`/products?after=${id - 1}`);
  expect(list.body).toEqual([changed.body]);
  expect((await shop.delete(`/products/${id}`)).status).toBe(204);
  expect((await shop.get(`/products/${id}`)).status).toBe(404);
});

test.each<[string, () => Promise<Answer>, number]>([
  ['a product without a name', () => shop.post('/products', { ...MUG, name: ' ' }), 400],
  ['a price that is no amount', () => shop.post('/products', { ...MUG, price: 9.9 }), 400],
  ['a stock below zero', () => shop.post('/products', { ...MUG, stock: -1 }), 400],
  ['a name that is no text', () => shop.post('/products', { ...MUG, name: { a: 1 } }), 400],
  ['no body', () => shop.post('/products', ''), 400],
  ['a body that is no JSON', () => shop.post('/products', '{'), 400],
  ['a change of nothing', () => shop.patch('/products/1', { color: 'red' }), 400],
  ['an order of nothing', () => order(), 400],
  ['an order of a product twice', () => order([1, 1], [1, 1]), 400],
  ['a product that is not there', () => shop.get('/products/1000000'), 404],
  ['a change of one', () => shop.patch('/products/1000000', { stock: 1 }), 404],
  ['a deletion of one', () => shop.delete('/products/1000000'), 404],
  ['an id that is none', () => shop.get('/products/1%20OR%201=1'), 404],
  ['an order that is not there', () => shop.get('/orders/1000000'), 404],
  ['a path that is not there', () => shop.get('/nothing'), 404],
])('%s is refused', async (_, ask, status) => {
  const answer = await ask();
  expect(answer).toEqual({
    status,
    body: expect.objectContaining({ message: expect.any(String) }),
  });
});

test('says what is wrong with which field', async () => {
  const { body } = await shop.post('/products', { ...MUG, sku: '', stock: 'many' });
  const fields = { sku: 'must be up to 20 characters', stock: 'must be a number from 0' };
  expect(body).toEqual({ message: 'The input is wrong', fields });
});

test('a key that is there already is a conflict', async () => {
  const { sku } = await addProduct();
  expect((await shop.post('/products', { ...MUG, sku })).status).toBe(409);
});

test('an order has its lines, their prices and the exact total', async () => {
  const [a, b] = [await addProduct(), await addProduct({ price: '0.10', name: 'Pin' })];
  const { status, body } = await order([a.id, 2], [b.id, 3]);
  expect({ status, body }).toEqual({
    status: 201,
    body: {
      id: expect.any(Number),
      customer: 'ann',
      ordered_at: expect.any(String),
      lines: [
        { sku: a.sku, name: 'Mug', quantity: 2, price: '9.90' },
        { sku: b.sku, name: 'Pin', quantity: 3, price: '0.10' },
      ],
      total: '20.10',
    },
  });
  const { id, ordered_at } = body as { id: number; ordered_at: string };
  expect(Math.abs(Date.parse(ordered_at) - Date.now())).toBeLessThan(10 * 60_000);
  expect((await shop.get(`/orders/${id}`)).body).toEqual(body);
  expect(await stockOf(a.id)).toBe(1);
});

test('an order that cannot be filled takes nothing', async () => {
  const [a, b] = [await addProduct(), await addProduct({ stock: 0 })];
  expect((await order([a.id, 1], [b.id, 1])).status).toBe(409);
  expect(await stockOf(a.id)).toBe(3);
});

test('many orders at once sell what is there, and no more', async () => {
  const { id } = await addProduct();
  const answers = await Promise.all(Array.from({ length: 20 }, () => order([id, 1])));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(17);
  expect(await stockOf(id)).toBe(0);
});

test('a product that is part of an order stays', async () => {
  const { id } = await addProduct();
  await order([id, 1]);
  expect((await shop.delete(`/products/${id}`)).status).toBe(409);
});

test('the page shows products, and runs nothing of what they are called', async () => {
  await addProduct({ name: `<script>alert('1')</script>`, sku: `"onload="x` });
  const { status, body } = await shop.get('/');
  expect(status).toBe(200);
  expect(body).toContain('<td>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</td>');
  expect(body).toContain('title="&quot;onload=&quot;x"');
  expect(body).not.toContain('<script');
});

test('ends when it is told to, and leaves nothing behind', async () => {
  shop.process.signal('SIGTERM');
  expect(await shop.process.ended).toMatchObject({ code: 0, stderr: '' });
  await shop.process.untilNothingIsLeft();
});
