/** The package that mysql2 is aliased to, as npm installs it with docs/mysql2.md's overrides. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serverUrl, TEST_DATABASE } from '../support/apis';
import { useDatabase } from '../support/database';
import { installProject } from '../support/installed-project';
import type { Project } from '../support/packed-package';
import { root } from '../support/source-tree';

useDatabase();

const ALIAS = join(root, 'packages', 'mysql2');

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(ALIAS, 'package.json'), 'utf8')) as Manifest;

/** As `@mikro-orm/mysql` does it: an exact version, in a package of its own. */
const NEEDS_MYSQL2 = {
  manifest: { name: 'needs-mysql2', version: '1.0.0', dependencies: { mysql2: '3.24.4' } },
  main: "module.exports = require('mysql2');",
};

let project: Project;
beforeAll(() => {
  project = installProject(['drizzle-orm'], [NEEDS_MYSQL2], ['knex', 'kysely']);
}, 120_000);
afterAll(() => project.remove());

const env = { MYSQLDB_TEST_URL: serverUrl().href };

test('has the API of the mysql2 that it is numbered after', () => {
  const require = createRequire(__filename);
  const { version } = require('mysql2/package.json') as Manifest;
  const minor = (text: string): string => text.split('.').slice(0, 2).join('.');
  expect(minor(manifest.version)).toBe(minor(version));
});

test('depends on this version of mysqldb', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  expect(manifest.dependencies).toEqual({ mysqldb: `^${version}` });
});

test('is the one mysql2 of all packages', () => {
  const { packages } = JSON.parse(
    readFileSync(join(project.folder, 'package-lock.json'), 'utf8'),
  ) as { packages: Readonly<Record<string, { readonly name?: string }>> };
  const places = Object.keys(packages).filter((place) => place.endsWith('node_modules/mysql2'));
  expect(places).toEqual(['node_modules/mysql2']);
  expect(packages['node_modules/mysql2']!.name).toBe('mysqldb-mysql2');
  const output = project.run(
    `console.log(require('needs-mysql2') === require('mysqldb/mysql2'));`,
    'cjs',
  );
  expect(output.trim()).toBe('true');
});

test('an ORM that imports mysql2 runs on it', () => {
  const url = serverUrl();
  url.pathname = `/${TEST_DATABASE}`;
  const output = project.run(
    `import { sql } from 'drizzle-orm';
     import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
     import { drizzle } from 'drizzle-orm/mysql2';
     import { PromisePool } from 'mysqldb/mysql2/promise';
     const db = drizzle(process.env.MYSQLDB_TEST_URL);
     const note = mysqlTable('note', { id: int().primaryKey().autoincrement(), text: varchar({ length: 9 }) });
     await db.execute(sql\`CREATE TABLE note (id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(9))\`);
     const ids = await db.insert(note).values([{ text: 'a' }, { text: 'b' }]).$returningId();
     const rows = await db.select().from(note);
     console.log(JSON.stringify([ids, rows, db.$client.promise() instanceof PromisePool]));
     await db.$client.promise().end();`,
    'mjs',
    { MYSQLDB_TEST_URL: url.href },
  );
  expect(JSON.parse(output)).toEqual([
    [{ id: 1 }, { id: 2 }],
    [
      { id: 1, text: 'a' },
      { id: 2, text: 'b' },
    ],
    true,
  ]);
});

test('named imports of ES modules, and the default', () => {
  const output = project.run(
    `import mysql, { createPool, createConnection, format } from 'mysql2';
     import promise, { createPool as createPromisePool } from 'mysql2/promise';
     import { createConnection as connect } from 'mysql2/promise.js';
     const pool = createPool(process.env.MYSQLDB_TEST_URL);
     const [rows] = await pool.promise().query('SELECT 1 AS a');
     await pool.promise().end();
     const conn = await connect(process.env.MYSQLDB_TEST_URL);
     const [more] = await conn.execute('SELECT ? AS b', [2]);
     await conn.end();
     console.log(JSON.stringify([rows, more, mysql.createPool === createPool,
       promise.createPool === createPromisePool, typeof createConnection, format('?', [1])]));`,
    'mjs',
    env,
  );
  expect(JSON.parse(output)).toEqual([[{ a: 1 }], [{ b: 2 }], true, true, 'function', '1']);
});

test('require, with the classes of mysqldb/mysql2', () => {
  const output = project.run(
    `const mysql = require('mysql2');
     const facade = require('mysqldb/mysql2');
     const { version } = require('mysql2/package.json');
     const conn = mysql.createConnection(process.env.MYSQLDB_TEST_URL);
     conn.query('SELECT 1 AS a', (error, rows) => {
       console.log(JSON.stringify([rows, mysql === facade, conn instanceof facade.Connection, version]));
       conn.end();
     });`,
    'cjs',
    env,
  );
  expect(JSON.parse(output)).toEqual([[{ a: 1 }], true, true, manifest.version]);
});

test('mysqldb/mysql2 has a default in ES modules, as mysql2 has', () => {
  const output = project.run(
    `import mysql from 'mysqldb/mysql2';
     import promise from 'mysqldb/mysql2/promise';
     console.log(typeof mysql.createPool, typeof promise.createConnection);`,
    'mjs',
  );
  expect(output.trim()).toBe('function function');
});
