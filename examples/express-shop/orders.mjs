import { Router } from 'express';
import { sql } from 'kysely';
import { HttpError } from './errors.mjs';
import { idOf, orderOf } from './input.mjs';

/** Orders: what is ordered leaves the stock, all of it or nothing. */
export function orderRoutes(db) {
  const routes = Router();

  routes.post('/', async ({ body }, response) => {
    const order = orderOf(body);
    const id = await db.transaction().execute((trx) => place(trx, order));
    response
      .status(201)
      .location(`/orders/${id}`)
      .json(await find(db, id));
  });

  routes.get('/:id', async (request, response) => {
    response.json(await find(db, idOf(request)));
  });

  return routes;
}

async function place(trx, { customer, lines }) {
  const { insertId } = await trx.insertInto('purchase').values({ customer }).executeTakeFirst();
  // In one order for all, so that two orders never wait for each other.
  for (const line of lines.toSorted((a, b) => a.productId - b.productId)) {
    await take(trx, line);
    await trx
      .insertInto('purchase_line')
      .columns(['purchase_id', 'product_id', 'quantity', 'price'])
      .expression((from) =>
        from
          .selectFrom('product')
          .select([
            sql.val(Number(insertId)).as('purchase_id'),
            'id',
            sql.val(line.quantity).as('quantity'),
            'price',
          ])
          .where('id', '=', line.productId),
      )
      .execute();
  }
  return Number(insertId);
}

/** The condition and the change are one statement: nobody can come in between. */
async function take(trx, { productId, quantity }) {
  const { numUpdatedRows } = await trx
    .updateTable('product')
    .set((change) => ({ stock: change('stock', '-', quantity) }))
    .where('id', '=', productId)
    .where('stock', '>=', quantity)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new HttpError(409, `Product ${productId} is sold out`);
}

async function find(db, id) {
  const order = await db
    .selectFrom('purchase')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new HttpError(404, 'There is no such order'));
  const lines = await db
    .selectFrom('purchase_line')
    .innerJoin('product', 'product.id', 'purchase_line.product_id')
    .select(['sku', 'name', 'quantity', 'purchase_line.price'])
    .where('purchase_id', '=', id)
    .orderBy('product_id')
    .execute();
  const total = await db
    .selectFrom('purchase_line')
    .select(sql`SUM(price * quantity)`.as('total'))
    .where('purchase_id', '=', id)
    .executeTakeFirst();
  return { ...order, lines, ...total };
}
