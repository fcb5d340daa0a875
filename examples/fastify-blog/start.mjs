/** @file A blog on Fastify, with MikroORM on mysqldb. Run it with: node examples/fastify-blog/start.mjs */
import { runInNode22 } from '../../scripts/node-22.mjs';

// MikroORM 7 needs Node 22.17; where this is an older one, a newer comes from npm, once.
await runInNode22(new URL('blog.mjs', import.meta.url));
