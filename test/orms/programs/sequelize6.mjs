/** Sequelize 6 on the driver that the environment names. */
import { DataTypes, Op, QueryTypes, Sequelize, Transaction } from 'sequelize';
import { killNoticed } from './faults.mjs';
import { mysql } from './mysql-module.mjs';
import { driver, failure, runParts, server } from './program.mjs';
import { defineModels } from './sequelize/models.mjs';
import * as parts from './sequelize/parts.mjs';

const { user: username, ...rest } = server;
const options = {
  ...{ dialect: 'mysql', dialectModule: mysql, logging: false, pool: { max: 3 } },
  ...{ ...rest, username },
};
const sequelize = new Sequelize(options);
const models = defineModels(sequelize, DataTypes, { onDelete: 'RESTRICT' });
models.Book.belongsTo(models.Author, {
  as: 'author',
  foreignKey: 'authorId',
  onDelete: 'RESTRICT',
});
models.Tag.belongsToMany(models.Book, { as: 'books', through: 'book_tag' });
const context = { ...models, sequelize, DataTypes, Op, select: { type: QueryTypes.SELECT } };
const { Author } = models;

const named = (prefix) => Author.count({ where: { name: { [Op.like]: `${prefix}%` } } });

async function transactions() {
  const undone = await failure(() =>
    sequelize.transaction(async (transaction) => {
      await Author.create({ name: 'tx1' }, { transaction });
      throw new Error('undo');
    }),
  );
  const none = await named('tx');
  const { SERIALIZABLE: isolationLevel } = Transaction.ISOLATION_LEVELS;
  const outer = await sequelize.transaction({ isolationLevel });
  await Author.create({ name: 'tx2' }, { transaction: outer });
  const inner = await sequelize.transaction({ transaction: outer });
  await Author.create({ name: 'tx3' }, { transaction: inner });
  await inner.rollback();
  const second = await sequelize.transaction({ transaction: outer });
  await Author.create({ name: 'tx4' }, { transaction: second });
  await second.commit();
  await outer.commit();
  const together = await sequelize.transaction((transaction) => {
    const one = (n) =>
      sequelize.query(`SELECT ${n} AS n, CONNECTION_ID() AS id`, {
        ...{ transaction, plain: true, type: QueryTypes.SELECT },
      });
    return Promise.all([1, 2, 3, 4].map(one));
  });
  return {
    ...{ message: undone.message, none, both: await named('tx') },
    ...{ order: together.map(({ n }) => n), onOne: new Set(together.map(({ id }) => id)).size },
  };
}

async function errors() {
  const seen = await parts.errors(context);
  const { name, parent } = await failure(() => parts.deadlocked(context));
  const wrong = new Sequelize({ ...options, password: 'wrong', username: 'nobody' });
  const denied = await failure(() => wrong.authenticate());
  await wrong.close();
  const nobody = new Sequelize({ ...options, port: 1 });
  const refused = await failure(() => nobody.authenticate());
  await nobody.close();
  const deadlocked = [name, parent.code];
  return { ...seen, deadlocked, denied: denied.name, refused: refused.name };
}

/** Sequelize prints that such a rollback fails. */
async function undoneByTheServer(transaction) {
  const { warn } = console;
  console.warn = () => {};
  await transaction.rollback().catch(() => {});
  console.warn = warn;
}

async function lost() {
  const alone = new Sequelize({ ...options, pool: { max: 1 } });
  const { connectionManager: manager } = alone;
  const connection = await manager.getConnection({ type: 'read' });
  const { threadId } = connection;
  manager.releaseConnection(connection);
  await killNoticed(connection);
  const [{ id }] = await alone.query('SELECT CONNECTION_ID() AS id', { type: QueryTypes.SELECT });
  const busy = await manager.getConnection({ type: 'read' });
  manager.releaseConnection(busy);
  const sleeping = failure(() => alone.query('SELECT SLEEP(30)'));
  await killNoticed(busy);
  const ended = await sleeping;
  const transaction = await alone.transaction();
  await killNoticed(transaction.connection);
  const inside = await failure(() => alone.query('SELECT 1', { transaction }));
  await undoneByTheServer(transaction);
  const [{ one }] = await alone.query('SELECT 1 AS one', { type: QueryTypes.SELECT });
  await alone.close();
  return { anew: id !== threadId, running: ended.parent.code, inside: inside.name, one };
}

async function close() {
  await sequelize.close();
  const after = await failure(() => Author.count());
  return { message: after.message };
}

await runParts({
  migrate: () => parts.migrate(context),
  everyType: () => parts.everyType(context),
  crud: () => parts.crud(context),
  relations: () => parts.relations(context),
  transactions,
  many: () => parts.many(context),
  others: () =>
    parts.others(context, (dialectOptions) => new Sequelize({ ...options, dialectOptions })),
  errors,
  ...(driver !== 'mysql2' && { lost }),
  close,
});
