/** MikroORM 7 on `mysqldb/kysely`, and the same program on mysql2. */
import { join } from 'node:path';
import { SERVER } from '../../support/flavor';
import { findMikroOrm } from '../../support/orm-packages';
import { OTHER_MYSQL2, type Run, useProgram } from '../../support/orm-program';
import { root } from '../../support/source-tree';

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

/** MikroORM imports mysql2, used or not. */
const seen = useProgram<'ours' | 'facade' | 'theirs', Seen>('mikro-orm.mjs', async () => {
  const { folder, node } = await findMikroOrm();
  const env = { ORM_PACKAGES: folder, ORM_PACKAGE: `@mikro-orm/${SERVER}` };
  const ours: Run = { driver: 'mysqldb', flags: OTHER_MYSQL2, node, env };
  const MYSQL2 = join(root, 'dist', 'mysql2', 'index.mjs');
  return {
    ours,
    facade: { ...ours, driver: 'mysqldb/mysql2', env: { ...env, MYSQL2 } },
    theirs: { driver: 'mysql2', node, env },
  };
});

describe.each([
  ['the dialect', 'ours'],
  ['mysql2 being mysqldb/mysql2', 'facade'],
] as const)('on %s', (_, run) => {
  test.each(['schema', 'values', 'relations', 'raw', 'transactions', 'errors'] as const)(
    '%s are as on mysql2',
    (part) => {
      expect(seen()[run][part]).toEqual(seen().theirs[part]);
    },
  );

  test('a lost connection is an error of its statement, and the pool goes on with another', () => {
    expect(seen()[run].connections.killed).toEqual({
      // The server's list may lose a session a moment before its socket is closed.
      idle: expect.anything(),
      inTransaction: expect.objectContaining({ name: 'DriverException' }),
      again: { succeeded: 1 },
    });
  });

  test('a refused login is an exception of its kind', () => {
    expect(seen()[run].connections.refused).toEqual(seen().theirs.connections.refused);
  });
});

test('the schema generator sets right what has changed, and leaves the rest', () => {
  const { left, update, after } = seen().ours.schema;
  expect(update).toContain('drop column `more`');
  expect(update).toContain('add `name`');
  expect(after).toBe(left);
});

test('every column finds its row, and what was read has not changed', () => {
  const { found, changes } = seen().ours.values;
  expect(new Set(Object.values(found))).toEqual(new Set([1]));
  expect(changes).toBe(0);
});
