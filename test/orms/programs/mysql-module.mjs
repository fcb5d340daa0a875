/** @file The module of mysql2's API that an ORM is handed: mysql2 itself, or the facade. */
import { createRequire } from 'node:module';
import { driver } from './program.mjs';

export const mysql = createRequire(import.meta.url)(
  driver === 'mysql2' ? 'mysql2' : 'mysqldb/mysql2',
);
