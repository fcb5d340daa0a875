/** The package as users get it: packed, unpacked in a project of theirs, used from both module kinds. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type Project } from './support/packed-package';
import { readSource, root } from './support/source-tree';

interface PackageJson {
  readonly exports: Record<string, unknown>;
}

const { exports } = JSON.parse(readSource('package.json')) as PackageJson;
const entries = Object.keys(exports)
  .filter((key) => !key.endsWith('.json'))
  .map((key) => key.replace(/^\./, 'mysqldb'));

let project: Project;
beforeAll(() => {
  project = createProject('build');
});
afterAll(() => project.remove());

/** Compares what `import` and `require` of one entry give, in a process of its own. */
function compareModules(entry: string): { esm: string[]; cjs: string[]; different: string[] } {
  const output = project.run(
    `import { createRequire } from 'node:module';
     import * as esm from '${entry}';
     const cjs = createRequire(import.meta.url)('${entry}');
     const names = (module) => Object.keys(module).filter((name) => name !== 'default').sort();
     const different = names(cjs).filter((name) => cjs[name] !== esm[name]);
     console.log(JSON.stringify({ esm: names(esm), cjs: names(cjs), different }));`,
    'mjs',
  );
  return JSON.parse(output) as { esm: string[]; cjs: string[]; different: string[] };
}

describe.each(entries)('%s', (entry) => {
  test('has the same names in ES modules and CommonJS, for the same things', () => {
    const { esm, cjs, different } = compareModules(entry);
    expect(cjs.length).toBeGreaterThan(0);
    expect(esm).toEqual(cjs);
    // Drizzle has two kinds of each class itself.
    expect(different).toEqual(entry === 'mysqldb/drizzle' ? cjs : []);
  });

  test('loads in CommonJS', () => {
    const output = project.run(`console.log(typeof require('${entry}'))`, 'cjs');
    expect(output.trim()).toBe('object');
  });
});

test('its errors are instances of the same classes in both module kinds', () => {
  const output = project.run(
    `import { Error as MysqldbError, connectSync } from 'mysqldb';
     import { createRequire } from 'node:module';
     const { OperationalError } = createRequire(import.meta.url)('mysqldb');
     try {
       connectSync({ unixSocket: '/nonexistent/mysqldb.sock' });
     } catch (error) {
       console.log(error instanceof MysqldbError, error instanceof OperationalError);
     }`,
    'mjs',
  );
  expect(output.trim()).toBe('true true');
});

const TYPE_USE = `
export async function names(): Promise<readonly unknown[]> {
  const server = await mysqldbTesting.startServer();
  const conn = await mysqldb.connect({ user: 'root' });
  const raw = mysqldbLowLevel.connectSync({ user: 'root' });
  raw.query('SELECT 1');
  const named: Record<string, unknown>[] | undefined = raw.storeResult()?.fetchRow(1, 2);
  const cur = conn.cursor(mysqldb.DictCursor);
  const count: number | bigint = await cur.execute('SELECT ?', [1]);
  // @ts-expect-error a promise is no number: the types are there, and not any
  const wrong: number | bigint = cur.execute('SELECT 1');
  const sync = mysqldb.connectSync({ user: 'root' });
  const syncCount: number | bigint = sync.cursor().execute('SELECT ?', [1]);
  await server.stop();
  return [count, wrong, syncCount, named];
}
export function isOurs(error: unknown): error is mysqldb.MySQLError {
  return error instanceof mysqldb.MySQLError;
}
`;

test.each([
  [
    'mts',
    `import * as mysqldb from 'mysqldb';\nimport * as mysqldbTesting from 'mysqldb/testing';\nimport * as mysqldbLowLevel from 'mysqldb/low-level';`,
  ],
  [
    'cts',
    `import mysqldb = require('mysqldb');\nimport mysqldbTesting = require('mysqldb/testing');\nimport mysqldbLowLevel = require('mysqldb/low-level');`,
  ],
])('has types for .%s files under node16 resolution', (extension, imports) => {
  const file = join(project.folder, `use.${extension}`);
  writeFileSync(file, `${imports}\n${TYPE_USE}`);
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
      ...['--noEmit', '--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node'],
      file,
    ],
    { cwd: project.folder, encoding: 'utf8' },
  );
  expect(result.stdout).toBe('');
  expect(result.status).toBe(0);
});

test('ships what a build from source needs', () => {
  const sources = readSource('native/sources.txt')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const needed = ['binding.gyp', 'scripts/find-client.mjs', 'native/sources.txt', ...sources];
  expect(needed.filter((file) => !project.packed.includes(file))).toEqual([]);
});

test('ships no tests, no benchmarks and no development files', () => {
  const allowed =
    /^(dist|native|prebuilds)\/|^(package\.json|binding\.gyp|scripts\/find-client\.mjs|[A-Z]+(\.md)?)$/;
  expect(project.packed.filter((file) => !allowed.test(file))).toEqual([]);
});
