import { createRequire } from 'node:module';
import { entities } from './entities.mjs';

/** @param {string} driver @param {import('./entities.mjs').Server} server */
async function adapterOf(driver, server) {
  if (driver === 'mysqldb') {
    const { PrismaMysqldb } = await import('mysqldb/prisma');
    return new PrismaMysqldb(server);
  }
  const { PrismaMariaDb } = await import('@prisma/adapter-mariadb');
  return new PrismaMariaDb(server);
}

/** @type {import('./list.mjs').Open} */
export async function open(driver, server, { client }) {
  const { PrismaClient } = createRequire(import.meta.url)(client);
  const prisma = new PrismaClient({ adapter: await adapterOf(driver, server) });
  return {
    select: () => prisma.read.findMany(),
    insert: () => prisma.written.createMany({ data: entities() }),
    close: () => prisma.$disconnect(),
  };
}
