/** Prisma 7 on `mysqldb/prisma`, and the same program on the adapter that comes with Prisma. */
import { join } from 'node:path';
import { jsonOf, onServer } from '../../support/flavor';
import { findPrismaClient } from '../../support/orm-packages';
import { useProgram, WITHOUT_DRIVERS } from '../../support/orm-program';
import { root } from '../../support/source-tree';

interface Failure {
  readonly name: string;
  readonly code?: string;
  readonly cause?: { readonly kind: string; readonly originalCode: string };
  readonly message: string;
}
/** Relations by one statement, and by several. */
type Read = Readonly<Record<'joined' | 'queries', unknown>>;

interface Seen {
  readonly values: { readonly raw: readonly { readonly json: unknown }[] };
  readonly models: { readonly read: Readonly<Record<'books' | 'favourites', Read>> };
  readonly transactions: { readonly expired: Failure };
  readonly errors: Readonly<Record<string, Failure>>;
  readonly deadlocked: Failure;
  readonly connections: {
    readonly refused: Readonly<Record<'password' | 'database' | 'port', Failure>>;
    readonly killed: Readonly<Record<'idle' | 'inTransaction' | 'running' | 'again', unknown>>;
  };
}

const seen = useProgram<'ours' | 'theirs', Seen>('prisma.mjs', async () => {
  const { client } = await findPrismaClient(join(root, 'test', 'orms', 'prisma', 'schema.prisma'));
  const env = { PRISMA_CLIENT: client };
  return {
    ours: { driver: 'mysqldb', flags: WITHOUT_DRIVERS, env },
    theirs: { driver: 'mariadb', env },
  };
});

test('values of every type come back as they do on the other adapter', () => {
  const { raw, ...byModel } = seen().theirs.values;
  // A model says what is JSON; of a raw query the column has to, which libmysqlclient does not read.
  const read = (json: unknown) => (json === null ? null : jsonOf(JSON.stringify(json)));
  expect(seen().ours.values).toEqual({
    ...byModel,
    raw: raw.map((row) => ({ ...row, json: read(row.json) })),
  });
});

test('models and their relations say the same', () => {
  expect(seen().ours.models).toEqual(seen().theirs.models);
});

// By LATERAL, which MariaDB has not.
onServer('mysql', () => {
  test.each(['books', 'favourites'] as const)(
    '%s that are joined are those of several queries',
    (name) => {
      const { joined, queries } = seen().ours.models.read[name];
      expect(joined).toEqual(queries);
    },
  );
});

test('transactions, savepoints and batches keep and undo the same', () => {
  const withoutTimes = ({
    expired: { message: _, ...expired },
    ...rest
  }: Seen['transactions']) => ({
    ...rest,
    expired,
  });
  expect(withoutTimes(seen().ours.transactions)).toEqual(withoutTimes(seen().theirs.transactions));
  expect(seen().ours.transactions).toMatchObject({
    committed: ['a', 'b'],
    rolledBack: ['a', 'b'],
    nested: ['a', 'b', 'outer', 'inner'],
    batch: { code: 'P2002' },
    afterBatch: 4,
    expired: { code: 'P2028' },
    afterExpiry: 4,
  });
});

test('errors of statements are the same to a program', () => {
  expect(seen().ours.errors).toEqual(seen().theirs.errors);
  expect(seen().ours.deadlocked).toEqual(seen().theirs.deadlocked);
});

test('errors have the codes that Prisma documents', () => {
  const codes = Object.entries(seen().ours.errors).map(([name, { code }]) => [name, code]);
  expect(Object.fromEntries(codes)).toMatchObject({
    ...{ unique: 'P2002', foreignKey: 'P2003', referenced: 'P2003', tooLong: 'P2000' },
    ...{ noTable: 'P2021', notFound: 'P2025', syntax: 'P2010' },
  });
  expect(seen().ours.deadlocked).toMatchObject({ code: 'P2034' });
});

test('what refuses a connection is said at once, with its own code', () => {
  const { password, database, port } = seen().ours.connections.refused;
  expect([password.code, database.code, port.code]).toEqual(['P1000', 'P1003', 'P1001']);
  // The other one says that its pool timed out.
  expect(seen().theirs.connections.refused.password.cause?.originalCode).toBe('45028');
});

test('a lost connection is known as one, and the pool goes on with another', () => {
  // The server's list may lose a session a moment before its socket is closed, and noticed here.
  expect([
    { succeeded: true },
    expect.objectContaining({ cause: expect.objectContaining({ kind: 'ConnectionClosed' }) }),
  ]).toContainEqual(seen().ours.connections.killed.idle);
  expect(seen().ours.connections.killed).toEqual({
    idle: expect.anything(),
    inTransaction: expect.objectContaining({ code: 'P1017' }),
    running: expect.objectContaining({
      cause: expect.objectContaining({ kind: 'ConnectionClosed' }),
    }),
    again: { succeeded: 1 },
  });
});
