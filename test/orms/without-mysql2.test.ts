/** @file What the programs run with on this driver hides mysql2 from whoever asks for it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/source-tree';

const SCRIPT = `
  import { createRequire } from 'node:module';
  const require = createRequire(process.cwd() + '/script.mjs');
  const codeOf = (error) => error.code;
  const requiring = (name) => { try { return typeof require(name); } catch (error) { return codeOf(error); } };
  console.log(JSON.stringify([
    await import('mysql2').catch(codeOf), await import('mysql2/promise').catch(codeOf),
    requiring('mysql2'), requiring('mysql2/promise'), requiring('mysqldb/mysql2'),
  ]));`;

test('neither import nor require finds it, and its facade is there', () => {
  const preload = join(root, 'test', 'orms', 'programs', 'without-mysql2.mjs');
  const args = ['--import', preload, '--input-type=module', '-e', SCRIPT];
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const missing = 'ERR_MODULE_NOT_FOUND';
  expect(JSON.parse(output)).toEqual([missing, missing, missing, missing, 'object']);
});
