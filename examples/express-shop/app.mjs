import express from 'express';
import { answerError, HttpError } from './errors.mjs';
import { orderRoutes } from './orders.mjs';
import { page } from './page.mjs';
import { productRoutes } from './products.mjs';

/** The shop as an Express application, on a database of Kysely's. */
export function createApp(db) {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  app.get('/', async (request, response) => {
    const products = await db.selectFrom('product').selectAll().orderBy('name').execute();
    response.set('content-security-policy', "default-src 'none'").send(String(page(products)));
  });
  app.use('/products', productRoutes(db));
  app.use('/orders', orderRoutes(db));
  app.use(() => {
    throw new HttpError(404, 'There is nothing here');
  });
  app.use(answerError);
  return app;
}
