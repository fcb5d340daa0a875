import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { serverUrl, TEST_DATABASE } from '../support/apis';
import { useDatabase } from '../support/database';
import { root } from '../support/source-tree';
import { ExampleProcess } from './example-process';

useDatabase();

/** What each prints. */
const OUTPUT: Readonly<Record<string, string>> = {
  'cancel.mjs':
    'TimeoutError: The statement was not done within 100 ms\nAbortError: The statement was aborted\n[["the same connection goes on"]]\n',
  'pool.mjs': '5 of 100 clients have a ticket\nthey shared 4 connections, and 0 gave up\n',
  'quick-start.mjs': 'Mars has 2 moons\nNeptune has 16 moons\n',
  'streaming.mjs': '1000000 rows, their sum is 499999500000\n',
  'sync.mjs':
    "Rolled back: Duplicate entry 'bob' for key 'PRIMARY'\nada has 5000 cents\nbob has 0 cents\n",
  'tracing.mjs':
    'request 1: INSERT INTO visit VALUES (?, 1): no rows\n' +
    'request 1: SELECT visitors FROM visit WHERE page <> ?: 1 rows\n' +
    'request 2: INSERT INTO visit VALUES (?, 1): ER_DUP_ENTRY\n' +
    'request 2: SELECT visitors FROM visit WHERE page <> ?: 1 rows\n' +
    '1 connect, 6 waits, 6 uses\n',
};

/** MySQL names the table before the key. */
const withoutTable = (stdout: string): string => stdout.replace("'account.PRIMARY'", "'PRIMARY'");

async function run(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const example = new ExampleProcess(script, env);
  try {
    const end = await example.ended;
    expect({ ...end, stdout: withoutTable(end.stdout) }).toEqual({
      code: 0,
      stderr: '',
      stdout: OUTPUT[script],
    });
    await example.untilNothingIsLeft();
  } finally {
    example.remove();
  }
}

test('every example is tested', () => {
  const scripts = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.mjs'));
  const others = ['demo.mjs', 'html.mjs', 'server-url.mjs'];
  expect(scripts.sort()).toEqual([...others, ...Object.keys(OUTPUT)].sort());
});

test.each(Object.keys(OUTPUT))('%s runs on a private server', (script) => run(script, {}));

test.each(Object.keys(OUTPUT))('%s runs on the server of MYSQLDB_URL', async (script) => {
  const url = serverUrl();
  url.pathname = TEST_DATABASE;
  // Were it to start a server all the same, this would stop it.
  await run(script, { MYSQLDB_URL: url.href, MYSQLDB_SERVER: '/no/such/mariadbd' });
});
