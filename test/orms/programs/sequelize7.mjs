/** Sequelize 7, an alpha release, on the driver that the environment names. */
import {
  DataTypes,
  IsolationLevel,
  Op,
  QueryTypes,
  Sequelize,
  TransactionNestMode,
} from '@sequelize/core';
import { MySqlDialect } from '@sequelize/mysql';
import { killNoticed } from './faults.mjs';
import { mysql } from './mysql-module.mjs';
import { driver, failure, isMariaDB, runParts, server } from './program.mjs';
import { defineModels } from './sequelize/models.mjs';
import * as parts from './sequelize/parts.mjs';

const options = {
  ...{ dialect: MySqlDialect, mysql2Module: mysql, logging: false, pool: { max: 3 } },
  ...server,
};
const sequelize = new Sequelize(options);
const models = defineModels(sequelize, DataTypes);
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
  const isolationLevel = IsolationLevel.SERIALIZABLE;
  const nestMode = TransactionNestMode.savepoint;
  await sequelize.transaction({ isolationLevel }, async (outer) => {
    await Author.create({ name: 'tx2' }, { transaction: outer });
    await failure(() =>
      sequelize.transaction(
        { transaction: outer, isolationLevel, nestMode },
        async (transaction) => {
          await Author.create({ name: 'tx3' }, { transaction });
          throw new Error('undo to the savepoint');
        },
      ),
    );
    await sequelize.transaction({ transaction: outer, isolationLevel, nestMode }, (transaction) =>
      Author.create({ name: 'tx4' }, { transaction }),
    );
  });
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
  const { name, cause } = await failure(() => parts.deadlocked(context));
  const wrong = new Sequelize({ ...options, password: 'wrong', user: 'nobody' });
  const denied = await failure(() => wrong.authenticate());
  await wrong.close();
  const nobody = new Sequelize({ ...options, port: 1 });
  const refused = await failure(() => nobody.authenticate());
  await nobody.close();
  const deadlocked = [name, cause.code];
  return { ...seen, deadlocked, denied: denied.name, refused: refused.name };
}

async function lost() {
  const alone = new Sequelize({ ...options, pool: { max: 1 } });
  const held = () => alone.withConnection((connection) => connection);
  const connection = await held();
  const { threadId } = connection;
  await killNoticed(connection);
  const [{ id }] = await alone.query('SELECT CONNECTION_ID() AS id', { type: QueryTypes.SELECT });
  const busy = await held();
  const sleeping = failure(() => alone.query('SELECT SLEEP(30)'));
  await killNoticed(busy);
  const ended = await sleeping;
  const inside = await failure(() =>
    alone.withConnection(async (inHand) => {
      await killNoticed(inHand);
      await alone.query('SELECT 1', { connection: inHand });
    }),
  );
  const [{ one }] = await alone.query('SELECT 1 AS one', { type: QueryTypes.SELECT });
  await alone.close();
  return { anew: id !== threadId, running: ended.cause.code, inside: inside.name, one };
}

async function close() {
  await sequelize.close();
  const after = await failure(() => Author.count());
  return { message: after.message };
}

/** Version 7 takes none of mysql2's options about values. */
function connectWith({ multipleStatements = false }) {
  const more = { connectTimeout: 10_000, disableEval: true, enableKeepAlive: true };
  return new Sequelize({ ...options, ...more, multipleStatements, maxPreparedStatements: 2 });
}

await runParts({
  migrate: () => parts.migrate(context),
  everyType: () => parts.everyType(context, !isMariaDB),
  crud: () => parts.crud(context),
  relations: () => parts.relations(context),
  transactions,
  many: () => parts.many(context),
  others: () => parts.others(context, connectWith),
  errors,
  ...(driver !== 'mysql2' && { lost }),
  close,
});
