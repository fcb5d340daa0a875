/** @file The module of mysql2's API that an ORM is handed: mysql2 itself, or the facade. */
import { createRequire } from 'node:module';
import { driver, sameJson } from './program.mjs';

const found = createRequire(import.meta.url)(driver === 'mysql2' ? 'mysql2' : 'mysqldb/mysql2');

/** Sequelize 7 takes no options about values: the module adds them. */
const adding = (more) => ({
  ...found,
  createConnection: (options) => found.createConnection({ ...options, ...more }),
  createPool: (options) => found.createPool({ ...options, ...more }),
});

export const mysql = sameJson ? adding(sameJson) : found;
