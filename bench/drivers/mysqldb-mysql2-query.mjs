import { facadeDriver } from './mysqldb-mysql2.mjs';

export const driver = facadeDriver('query');
