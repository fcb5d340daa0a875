/** @file The types of the adapters are those of the ORM that a program imports, in both kinds of module. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/source-tree';

const IMPORTS = `
import { createPool } from 'mysqldb';
import { drizzle, migrate } from 'mysqldb/drizzle';
import { MysqldbDialect } from 'mysqldb/kysely';
import { MysqldbClient } from 'mysqldb/knex';
import knexOf from 'knex';
import { Kysely } from 'kysely';
import { eq, relations, sql } from 'drizzle-orm';
import { int, mysqlTable, text } from 'drizzle-orm/mysql-core';
`;

const USE = `
const users = mysqlTable('users', { id: int().primaryKey().autoincrement(), name: text() });
const posts = mysqlTable('posts', { id: int().primaryKey(), userId: int() });
const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));

export async function use(): Promise<readonly unknown[]> {
  const pool = createPool('mysql://localhost/shop');
  const db = drizzle(pool, { schema: { users, posts, usersRelations }, mode: 'default' });
  await migrate(db, { migrationsFolder: 'drizzle' });
  const rows: { id: number; name: string | null }[] = await db.select().from(users).where(eq(users.id, 1));
  const [first] = await db.query.users.findMany({ with: { posts: true } });
  const author: number | null | undefined = first?.posts[0]?.userId;
  const [{ affectedRows }] = await db.update(users).set({ name: 'x' });
  const changed: number | bigint = affectedRows;
  const ids: { id: number }[] = await db.insert(users).values({ name: 'a' }).$returningId();
  const [counts] = await db.execute<{ n: number }>(sql\`SELECT 1 AS n\`);
  const n: number | undefined = counts[0]?.n;
  await db.transaction((tx) => tx.insert(users).values({ name: 'b' }));
  // @ts-expect-error there is no such column
  await db.insert(users).values({ nope: 1 });

  const kysely = new Kysely<{ t: { a: number } }>({ dialect: new MysqldbDialect({ pool }) });
  const read: { a: number }[] = await kysely.selectFrom('t').selectAll().execute();
  // @ts-expect-error there is no such table
  kysely.selectFrom('nope');

  const knex = knexOf({ client: MysqldbClient, connection: 'mysql://localhost/shop' });
  return [rows, author, changed, ids, n, read, knex];
}
`;

test('of .mts and .cts files', () => {
  const folder = mkdtempSync(join(root, 'build', 'orm-types-'));
  const files = ['use.mts', 'use.cts'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, IMPORTS + USE);
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const strict = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--types', 'node'];
  const target = [
    '--target',
    'es2022',
    '--lib',
    'es2023,esnext.disposable',
    '--module',
    'nodenext',
  ];
  const result = spawnSync(process.execPath, [compiler, ...strict, ...target, ...files], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect(result.stdout).toBe('');
  expect(result.status).toBe(0);
}, 120_000);
