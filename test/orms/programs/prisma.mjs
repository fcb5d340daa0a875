// A program with Prisma, on mysqldb's driver adapter or on @prisma/adapter-mariadb.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connections } from './prisma-connections.mjs';
import { deadlocked, errors } from './prisma-errors.mjs';
import { models } from './prisma-models.mjs';
import { transactions } from './prisma-transactions.mjs';
import { values } from './prisma-values.mjs';
import { driver, outcome, runParts, server } from './program.mjs';

const { Prisma, PrismaClient } = createRequire(import.meta.url)(process.env.PRISMA_CLIENT);

const FACTORIES = {
  mysqldb: async (options) => {
    const { PrismaMysqldb } = await import('mysqldb/prisma');
    return new PrismaMysqldb(options);
  },
  mariadb: async ({ max: connectionLimit, ...options }) => {
    const { PrismaMariaDb } = await import('@prisma/adapter-mariadb');
    return new PrismaMariaDb({ connectionLimit, ...options });
  },
};
const factory = (options) => FACTORIES[driver]({ max: 5, ...server, ...options });

/** A client on a pool of its own. */
async function client(options) {
  return new PrismaClient({ adapter: await factory(options), log: [] });
}

/** What an error is to a program that catches it; which properties are there but undefined is not. */
const failing = (call) =>
  outcome(call, ({ name, code, meta, message }) => ({
    name,
    code,
    cause: JSON.parse(JSON.stringify(meta?.driverAdapterError?.cause ?? null)),
    message: message.split('\n').at(-1),
  }));

/** The whole script at once, where the adapter can. */
async function createTables(prisma) {
  const script = readFileSync(new URL('../prisma/schema.sql', import.meta.url), 'utf8');
  if (driver === 'mysqldb') {
    const adapter = await (await factory({ max: 1 })).connect();
    await adapter.executeScript(script);
    return adapter.dispose();
  }
  for (const sql of script
    .replace(/^--.*$/m, '')
    .split(/;\n/)
    .filter((part) => part.trim())) {
    await prisma.$executeRawUnsafe(sql);
  }
}

const prisma = await client({});
const scope = { prisma, Prisma, client, failing };
await createTables(prisma);
await runParts(
  Object.fromEntries(
    [values, models, transactions, errors, deadlocked, connections].map((part) => [
      part.name,
      () => part(scope),
    ]),
  ),
);
await prisma.$disconnect();
