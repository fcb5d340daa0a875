/**
 * @file Every ```js block of the README and of docs/ runs as a script of its own, against the built
 * package and the test server, and must end by itself with exit code 0.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { connectSync } from '../../lib';
import { serverOptions, TEST_DATABASE } from '../support/apis';

const root = join(__dirname, '..', '..');
// Inside the package, so that `import … from 'mysqldb'` finds the package itself.
const folder = join(root, 'build', 'doc-blocks');

interface Block {
  readonly name: string;
  readonly code: string;
}

function blocksOf(file: string): Block[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => ({
    name: `${relative(root, file)}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1]!,
  }));
}

const files = [
  join(root, 'README.md'),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, 'docs', name)),
];
const blocks = files.flatMap(blocksOf);

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  const { database: _, ...options } = serverOptions();
  const conn = connectSync(options);
  conn.execute(`CREATE DATABASE IF NOT EXISTS ${TEST_DATABASE}_docs`);
  conn.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the documentation has code blocks to run', () => {
  expect(blocks.length).toBeGreaterThan(3);
});

test.each(blocks)('the block at $name runs', async ({ name, code }) => {
  const script = join(folder, `${name.replace(/[^a-z0-9]+/gi, '-')}.mjs`);
  writeFileSync(script, code);
  const url = `${process.env['MYSQLDB_TEST_URL']!.replace(/\/$/, '')}/${TEST_DATABASE}_docs`;
  await promisify(execFile)(process.execPath, [script], {
    cwd: folder,
    env: { ...process.env, MYSQLDB_URL: url },
    timeout: 20_000,
  });
});
