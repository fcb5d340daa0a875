import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/mysql';
import { MysqldbDialect } from 'mysqldb/kysely';
import { Author, Post, Tag } from './entities.mjs';
import { migrations } from './migrations.mjs';

/** MikroORM on a pool of mysqldb's. */
export function openOrm(pool, dbName) {
  return MikroORM.init({
    dbName,
    entities: [Author, Post, Tag],
    driverOptions: new MysqldbDialect({ pool }),
    extensions: [Migrator],
    migrations: { migrationsList: migrations, snapshot: false, silent: true },
  });
}
