import { Router } from 'express';
import { HttpError } from './errors.mjs';
import { idOf, productOf } from './input.mjs';

const PAGE = 50;

/** Products: create, list, read, update, delete. */
export function productRoutes(db) {
  const routes = Router();

  routes.get('/', async ({ query }, response) => {
    const products = db.selectFrom('product').selectAll().orderBy('id').limit(PAGE);
    response.json(await products.where('id', '>', Number(query.after) || 0).execute());
  });

  routes.post('/', async ({ body }, response) => {
    const product = productOf(body, { all: true });
    const { insertId } = await db.insertInto('product').values(product).executeTakeFirst();
    const id = Number(insertId);
    response
      .status(201)
      .location(`/products/${id}`)
      .json({ id, ...product });
  });

  routes.get('/:id', async (request, response) => {
    response.json(await find(db, idOf(request)));
  });

  routes.patch('/:id', async (request, response) => {
    const id = idOf(request);
    const changes = productOf(request.body, { all: false });
    await db.updateTable('product').set(changes).where('id', '=', id).execute();
    response.json(await find(db, id));
  });

  routes.delete('/:id', async (request, response) => {
    const deletion = db.deleteFrom('product').where('id', '=', idOf(request));
    const { numDeletedRows } = await deletion.executeTakeFirst();
    if (numDeletedRows === 0n) throw noProduct();
    response.status(204).end();
  });

  return routes;
}

function find(db, id) {
  const product = db.selectFrom('product').selectAll().where('id', '=', id);
  return product.executeTakeFirstOrThrow(noProduct);
}

function noProduct() {
  return new HttpError(404, 'There is no such product');
}
