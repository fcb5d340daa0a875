// The ORMs, each in a file of its own: what it is called, and where it comes from.
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { findMikroOrm, findPrismaClient } from '../../scripts/orm-packages.mjs';

/** @typedef {{ node: string, folder?: any, client?: any }} Place the Node that it runs on, and its packages */

/** @typedef {(driver: string, server: import('./entities.mjs').Server, place: Place) => Promise<import('./entities.mjs').Work>} Open */

/**
 * @typedef {object} Orm
 * @property {string} file in this folder, which exports `open`
 * @property {string} title
 * @property {string} peer the driver that it is used with otherwise
 * @property {() => Promise<Place>} find installs it if it is not there
 */

/** What `npm install` has installed. @returns {Promise<Place>} */
const here = async () => ({ node: execPath });

const SCHEMA = fileURLToPath(new URL('benchmark.prisma', import.meta.url));

/** @type {readonly Orm[]} */
export const ORMS = [
  { file: 'kysely', title: 'Kysely', peer: 'mysql2', find: here },
  { file: 'drizzle', title: 'Drizzle', peer: 'mysql2', find: here },
  { file: 'knex', title: 'knex', peer: 'mysql2', find: here },
  { file: 'objection', title: 'Objection', peer: 'mysql2', find: here },
  { file: 'typeorm', title: 'TypeORM', peer: 'mysql2', find: here },
  { file: 'sequelize6', title: 'Sequelize 6', peer: 'mysql2', find: here },
  { file: 'sequelize7', title: 'Sequelize 7', peer: 'mysql2', find: here },
  { file: 'mikro-orm', title: 'MikroORM', peer: 'mysql2', find: findMikroOrm },
  { file: 'prisma', title: 'Prisma', peer: 'mariadb', find: () => findPrismaClient(SCHEMA) },
];
