/** What adapters are made of: a mistake is told when they are made, not by the first query. */
import { execFileSync } from 'node:child_process';
import { root } from '../support/source-tree';

/** As a module: Kysely and Drizzle are nothing that jest can load. */
const SCRIPT = `
  import fastify from 'fastify';
  import { createPool } from 'mysqldb';
  import { drizzle } from 'mysqldb/drizzle';
  import { mysqldbFastify } from 'mysqldb/fastify';
  import { MysqldbDialect } from 'mysqldb/kysely';
  import { createPool as createFacadePool } from 'mysqldb/mysql2';
  import { PrismaMysqldb } from 'mysqldb/prisma';

  const url = 'mysql://nobody@127.0.0.1/x';
  const register = async (options) => {
    const app = fastify();
    await app.register(mysqldbFastify, options);
    await app.close();
  };
  const makers = {
    'a dialect of nothing': () => new MysqldbDialect(),
    'a dialect without a pool': () => new MysqldbDialect({}),
    'a dialect on a URL': () => new MysqldbDialect({ pool: url }),
    'a dialect on a pool of the facade': () => new MysqldbDialect({ pool: createFacadePool({}) }),
    'a misspelt option': () => new MysqldbDialect({ pool: createPool(url), prepard: true }),
    'drizzle on a URL': () => drizzle(url),
    'Prisma without a URL': () => new PrismaMysqldb(undefined),
    'a plugin without a pool': () => register({}),
    'a misspelt option of the plugin': () => register({ pool: url, closeTimeOut: 5 }),
    "Fastify's own options": () => register({ pool: url, prefix: '/x', logLevel: 'warn' }),
    'a pool': () => new MysqldbDialect({ pool: createPool(url) }) && drizzle(createPool(url)),
  };
  const seen = {};
  for (const [name, make] of Object.entries(makers)) {
    try {
      await make();
      seen[name] = 'taken';
    } catch (error) {
      seen[name] = error.code ?? error.message;
    }
  }
  console.log(JSON.stringify(seen));`;

test('mistakes are told at once', () => {
  const args = ['--input-type=module', '-e', SCRIPT];
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const refused = 'ERR_MYSQLDB_OPTION';
  expect(JSON.parse(output)).toEqual({
    'a dialect of nothing': refused,
    'a dialect without a pool': refused,
    'a dialect on a URL': refused,
    'a dialect on a pool of the facade': refused,
    'a misspelt option': refused,
    'drizzle on a URL': refused,
    'Prisma without a URL': refused,
    'a plugin without a pool': refused,
    'a misspelt option of the plugin': refused,
    "Fastify's own options": 'taken',
    'a pool': 'taken',
  });
});
