/** Prisma 7 on `mysqldb/prisma`, and the same program on the adapter that comes with Prisma. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { administer, useDatabase } from '../../support/database';
import { installPackages, run } from '../../support/orm-packages';
import { runProgram, WITHOUT_DRIVERS } from '../../support/orm-program';
import { root } from '../../support/source-tree';
import { TEST_DATABASE } from '../../support/apis';

const PACKAGES = { prisma: '7.10.1', '@prisma/client': '7.10.0' };

interface Failure {
  readonly name: string;
  readonly code?: string;
  readonly cause?: { readonly kind: string; readonly originalCode: string };
  readonly message: string;
}
interface Seen {
  readonly values: unknown;
  readonly models: unknown;
  readonly transactions: { readonly expired: Failure };
  readonly errors: Readonly<Record<string, Failure>>;
  readonly deadlock: readonly unknown[];
  readonly connections: {
    readonly refused: Readonly<Record<'password' | 'database' | 'port', Failure>>;
    readonly killed: Readonly<Record<'idle' | 'inTransaction' | 'running' | 'again', unknown>>;
  };
}

useDatabase();

let ours: Seen;
let theirs: Seen;
beforeAll(async () => {
  const env = { PRISMA_CLIENT: await generatedClient() };
  ours = await runProgram<Seen>('prisma.mjs', { driver: 'mysqldb', flags: WITHOUT_DRIVERS, env });
  administer(
    `DROP DATABASE ${TEST_DATABASE}`,
    `CREATE DATABASE ${TEST_DATABASE} CHARACTER SET utf8mb4`,
  );
  theirs = await runProgram<Seen>('prisma.mjs', { driver: 'mariadb', env });
}, 300_000);

/** The client of the schema; Prisma's command makes it without any engine. */
async function generatedClient(): Promise<string> {
  const folder = await installPackages('prisma', PACKAGES);
  const source = join(root, 'test', 'orms', 'prisma', 'schema.prisma');
  const schema = join(folder, 'schema.prisma');
  const client = join(folder, 'client');
  const texts = await Promise.all(
    [source, join(client, 'schema.prisma')].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  if (texts[0] === texts[1]) return client;
  await copyFile(source, schema);
  const command = join(folder, 'node_modules', 'prisma', 'build', 'index.js');
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
  const args = [command, 'generate', '--schema', schema, '--no-hints'];
  await run(process.execPath, args, { cwd: folder, env });
  return client;
}

test('values of every type come back as they do on the other adapter', () => {
  expect(ours.values).toEqual(theirs.values);
});

test('models and their relations say the same', () => {
  expect(ours.models).toEqual(theirs.models);
});

test('transactions, savepoints and batches keep and undo the same', () => {
  const withoutTimes = ({
    expired: { message: _, ...expired },
    ...rest
  }: Seen['transactions']) => ({
    ...rest,
    expired,
  });
  expect(withoutTimes(ours.transactions)).toEqual(withoutTimes(theirs.transactions));
  expect(ours.transactions).toMatchObject({
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
  expect(ours.errors).toEqual(theirs.errors);
  expect(ours.deadlock).toEqual(theirs.deadlock);
});

test('errors have the codes that Prisma documents', () => {
  const codes = Object.entries(ours.errors).map(([name, { code }]) => [name, code]);
  expect(Object.fromEntries(codes)).toMatchObject({
    ...{ unique: 'P2002', foreignKey: 'P2003', referenced: 'P2003', tooLong: 'P2000' },
    ...{ noTable: 'P2021', notFound: 'P2025', syntax: 'P2010' },
  });
  expect(ours.deadlock).toEqual([
    { succeeded: 'done' },
    expect.objectContaining({ code: 'P2034' }),
  ]);
});

test('what refuses a connection is said at once, with its own code', () => {
  const { password, database, port } = ours.connections.refused;
  expect([password.code, database.code, port.code]).toEqual(['P1000', 'P1003', 'P1001']);
  // The other one says that its pool timed out.
  expect(theirs.connections.refused.password.cause?.originalCode).toBe('45028');
});

test('a lost connection is known as one, and the pool goes on with another', () => {
  // The server's list may lose a session a moment before its socket is closed, and noticed here.
  expect([
    { succeeded: true },
    expect.objectContaining({ cause: expect.objectContaining({ kind: 'ConnectionClosed' }) }),
  ]).toContainEqual(ours.connections.killed.idle);
  expect(ours.connections.killed).toEqual({
    idle: expect.anything(),
    inTransaction: expect.objectContaining({ code: 'P1017' }),
    running: expect.objectContaining({
      cause: expect.objectContaining({ kind: 'ConnectionClosed' }),
    }),
    again: { succeeded: 1 },
  });
});
