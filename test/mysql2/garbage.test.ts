/** @file Statements that are over are young garbage: what they keep must not wait for the old generation. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { serverUrl } from '../support/apis';

test('a minor collection leaves nothing of them', () => {
  const args = ['--expose-gc', join(__dirname, 'garbage-script.cjs')];
  const env = { ...process.env, NODE_OPTIONS: '', MYSQLDB_TEST_URL: serverUrl().href };
  const megabytes = execFileSync(process.execPath, args, { encoding: 'utf8', env });
  // 300 statements with a megabyte each; the last one may still be there.
  expect(Number(megabytes)).toBeLessThan(5);
});
