import { mariadbDriver } from './mariadb.mjs';

export const driver = mariadbDriver('execute');
