import { createRequire } from 'node:module';
import { DataTypes, Sequelize } from '@sequelize/core';
import { MySqlDialect } from '@sequelize/mysql';
import { workOf } from './sequelize-models.mjs';

const require = createRequire(import.meta.url);

/** @type {import('./list.mjs').Open} */
export async function open(driver, server) {
  const sequelize = new Sequelize({
    dialect: MySqlDialect,
    mysql2Module: require(driver === 'mysqldb' ? 'mysqldb/mysql2' : 'mysql2'),
    ...{ ...server, logging: false },
  });
  return workOf(sequelize, DataTypes);
}
