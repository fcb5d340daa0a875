// The models and the work of both versions of Sequelize.
import { entities } from './entities.mjs';

/** @param {any} T Sequelize's types */
const columns = (T) => ({
  id: { type: T.INTEGER, primaryKey: true, autoIncrement: true },
  name: T.STRING(50),
  city: T.STRING(50),
  visits: T.INTEGER,
  balance: T.DECIMAL(12, 2),
  ref: T.BIGINT,
  active: T.BOOLEAN,
  seen: T.DATE(3),
});

/** @param {any} sequelize @param {any} types @returns {import('./entities.mjs').Work} */
export function workOf(sequelize, types) {
  const [Read, Written] = ['read', 'written'].map((tableName) =>
    sequelize.define(tableName, columns(types), { tableName, timestamps: false }),
  );
  return {
    select: () => Read.findAll(),
    insert: () => Written.bulkCreate(entities()),
    close: () => sequelize.close(),
  };
}
