/** @file Statements that are over are young garbage: what they keep must not wait for the old generation. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { serverUrl } from '../support/apis';

test.each([
  'query of a connection',
  'query of a pool',
  'execute of a pool',
  'fetchall of a pool',
  'a statement with a signal',
])('a minor collection leaves nothing of them: %s', (way) => {
  // Without the flag V8 may place rows among the old objects by itself, when many lived long before.
  const flags = ['--expose-gc', '--no-allocation-site-pretenuring'];
  const args = [...flags, join(__dirname, 'garbage-script.cjs'), way];
  const env = { ...process.env, NODE_OPTIONS: '', MYSQLDB_TEST_URL: serverUrl().href };
  const megabytes = execFileSync(process.execPath, args, { encoding: 'utf8', env });
  // 40 statements with 100 KB each; the last one may still be there.
  expect(Number(megabytes)).toBeLessThan(1);
});
