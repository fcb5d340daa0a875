/** The prebuilt binary alone carries the package: no build/ beside it. Needs `npm run prebuilds`. */
import { createProject, type Project } from '../support/packed-package';

let project: Project;
beforeAll(() => {
  project = createProject('prebuild');
});
afterAll(() => project.remove());

test('is packed, in the folder of this platform', () => {
  const folder = `prebuilds/${process.platform}-${process.arch}/`;
  expect(project.packed.filter((file) => file.startsWith(folder))).toHaveLength(1);
});

test('is what node-gyp-build picks', () => {
  const output = project.run(
    `const { join, dirname } = require('node:path');
     const folder = dirname(require.resolve('mysqldb/package.json'));
     console.log(require('node-gyp-build').resolve(folder));`,
    'cjs',
  );
  expect(output).toContain('prebuilds');
});

test('speaks to a server', () => {
  const output = project.run(
    `const { connectSync } = require('mysqldb');
     const conn = connectSync(process.env.MYSQLDB_TEST_URL);
     console.log(JSON.stringify(conn.fetchall('SELECT 40 + ?', [2])));
     conn.close();`,
    'cjs',
  );
  expect(output.trim()).toBe('[[42]]');
});
