/**
 * @file Every ```js block of the README and of docs/ runs as a script of its own, against the built
 * package and the test server (MYSQLDB_URL) or one with TLS (MYSQLDB_TLS_URL, MYSQLDB_TLS_CA), and must
 * end by itself with exit code 0.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { capabilities, connectSync } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { serverOptions, TEST_DATABASE } from '../support/apis';
import { Authority } from '../support/certificates';

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

/** Connector/C 3.4 verifies no names on 127.0.0.1, but takes this for an address like any other. */
const TLS_HOST = capabilities.verifyCa ? '127.0.0.1' : '127.0.0.2';

let authority: Authority;
let tlsServer: TestServer;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const { database: _, ...options } = serverOptions();
  const conn = connectSync(options);
  conn.execute(`CREATE DATABASE IF NOT EXISTS ${TEST_DATABASE}_docs`);
  conn.execute('SET GLOBAL local_infile = 1');
  conn.close();
  authority = new Authority();
  const { cert, key } = authority.sign('docs', `IP:${TLS_HOST}`);
  tlsServer = await startServer({
    options: [`--ssl-cert=${cert}`, `--ssl-key=${key}`, `--bind-address=${TLS_HOST}`],
  });
}, 60_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await tlsServer.stop();
  authority.remove();
});

test('the documentation has code blocks to run', () => {
  expect(blocks.length).toBeGreaterThan(3);
});

test.each(blocks)('the block at $name runs', async ({ name, code }) => {
  const script = join(folder, `${name.replace(/[^a-z0-9]+/gi, '-')}.mjs`);
  writeFileSync(script, code);
  const url = `${process.env['MYSQLDB_TEST_URL']!.replace(/\/$/, '')}/${TEST_DATABASE}_docs`;
  await promisify(execFile)(process.execPath, [script], {
    cwd: folder,
    env: {
      ...process.env,
      MYSQLDB_URL: url,
      MYSQLDB_TLS_URL: tlsServer.url.replace(tlsServer.host, TLS_HOST),
      MYSQLDB_TLS_CA: authority.cert,
    },
    timeout: 20_000,
  });
});
