import {
  NotFoundError,
  OptimisticLockError,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import fastify from 'fastify';
import { mysqldbFastify } from 'mysqldb/fastify';
import { openOrm } from './orm.mjs';
import { pageRoutes } from './pages.mjs';
import { postRoutes } from './posts.mjs';

/** The blog as a Fastify server, on the database that a URL names. */
export async function createApp(given) {
  const url = new URL(given);
  url.searchParams.set('timezone', 'Z'); // MikroORM writes times in UTC
  const app = fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false } } });
  await app.register(mysqldbFastify, { pool: url });
  const orm = await openOrm(app.mysqldb, url.pathname.slice(1));
  app.decorate('orm', orm);
  app.addHook('onClose', () => orm.close());

  // Each request has its own unit of work: what it loads and changes is written by `em.flush()`.
  app.decorateRequest('em', null);
  app.addHook('onRequest', async (request) => {
    request.em = orm.em.fork();
  });

  app.setErrorHandler(answerError);
  app.get('/health', async ({ mysqldb }) => {
    await mysqldb.fetchone('SELECT 1');
    return app.mysqldb.stats;
  });
  app.register(postRoutes, { prefix: '/posts' });
  app.register(pageRoutes);
  return app;
}

/** Status and message of what an error means to a client; Fastify knows the rest. */
function answerError(error, request, reply) {
  const [status, message] = describe(error);
  if (status >= 500) console.error(error);
  return reply.code(status).send({ message });
}

function describe(error) {
  if (error instanceof NotFoundError) return [404, 'There is no such post'];
  if (error instanceof UniqueConstraintViolationException) return [409, 'There is one already'];
  if (error instanceof OptimisticLockError) return [409, 'Someone else has changed it meanwhile'];
  if (error.statusCode < 500) return [error.statusCode, error.message];
  if (error.statusCode === 503) return [503, 'Please come again'];
  return [500, 'Something went wrong'];
}
