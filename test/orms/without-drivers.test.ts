/** @file What the programs run with on this driver hides the other ones from whoever asks for them. */
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
    await import('mariadb').catch(codeOf), requiring('mysql2'), requiring('mysql2/promise'),
    requiring('mariadb'), requiring('mysqldb/mysql2'),
  ]));`;

test('neither import nor require finds them, and the facade is there', () => {
  const preload = join(root, 'test', 'orms', 'programs', 'without-drivers.mjs');
  const args = ['--import', preload, '--input-type=module', '-e', SCRIPT];
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([...Array<string>(6).fill('ERR_MODULE_NOT_FOUND'), 'object']);
});
