import { createRequire } from 'node:module';
import { DataTypes, Sequelize } from 'sequelize';
import { workOf } from './sequelize-models.mjs';

const require = createRequire(import.meta.url);

/** @type {import('./list.mjs').Open} */
export async function open(driver, { user: username, ...server }) {
  const sequelize = new Sequelize({
    dialect: 'mysql',
    dialectModule: require(driver === 'mysqldb' ? 'mysqldb/mysql2' : 'mysql2'),
    ...{ ...server, username, logging: false },
  });
  return workOf(sequelize, DataTypes);
}
