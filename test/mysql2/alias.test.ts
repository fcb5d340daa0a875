/** The package that mysql2 is aliased to, beside the packed mysqldb, as npm puts them. */
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serverUrl } from '../support/apis';
import { createProject, type Project } from '../support/packed-package';
import { root } from '../support/source-tree';

const ALIAS = join(root, 'packages', 'mysql2');

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(ALIAS, 'package.json'), 'utf8')) as Manifest;

let project: Project;
beforeAll(() => {
  project = createProject('build');
  const folder = join(project.folder, 'node_modules', 'mysql2');
  for (const file of ['package.json', ...manifest.files]) {
    cpSync(join(ALIAS, file), join(folder, file));
  }
});
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
