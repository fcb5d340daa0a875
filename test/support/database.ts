import { type Connection, type ConnectOptions, connectSync } from '../../lib';
import { type Api, serverOptions, TEST_DATABASE } from './apis';

/** Gives a test file an empty database, the one that `serverOptions()` names. */
export function useDatabase(): void {
  beforeAll(() => administer(`DROP DATABASE IF EXISTS ${TEST_DATABASE}`, CREATE));
  afterAll(() => administer(`DROP DATABASE IF EXISTS ${TEST_DATABASE}`));
}

const CREATE = `CREATE DATABASE ${TEST_DATABASE} CHARACTER SET utf8mb4`;

/** Runs statements on a connection of their own, which has no default database. */
export function administer(...statements: readonly string[]): void {
  const { database: _, ...options } = serverOptions();
  const admin = connectSync({ ...options, autocommit: true });
  try {
    for (const sql of statements.flatMap(inSteps)) admin.execute(sql);
  } finally {
    admin.close();
  }
}

/** A new connection for each test, closed after it; the function that is returned gives it. */
export function useConnection(api: Api, options?: ConnectOptions): () => Connection {
  let connection: Connection;
  beforeEach(async () => {
    connection = await api.connect(options);
  });
  afterEach(async () => {
    await connection.close();
  });
  return () => connection;
}

/** Resolves when the server runs a statement of another connection that contains the text. */
export async function untilRunning(
  watcher: Connection,
  { threadId }: { readonly threadId: number },
  text: string,
): Promise<void> {
  const sql = 'SELECT 1 FROM information_schema.processlist WHERE id = ? AND info LIKE ?';
  while ((await watcher.fetchone(sql, [threadId, `%${text}%`])) === null);
}

/** Resolves when the server has let go of a connection. */
export async function untilGone(watcher: Connection, threadId: number): Promise<void> {
  const sql = 'SELECT 1 FROM information_schema.processlist WHERE id = ?';
  while ((await watcher.fetchone(sql, [threadId])) !== null);
}

/** Makes a table, a user or a procedure anew: `recreate(conn, 'TABLE t (id INT)')`. */
export async function recreate(
  conn: { execute(sql: string): unknown },
  definition: string,
): Promise<void> {
  for (const sql of inSteps(`CREATE OR REPLACE ${definition}`)) await conn.execute(sql);
}

/** MySQL knows no CREATE OR REPLACE of these. */
function inSteps(sql: string): string[] {
  const [, kind, name] = /^CREATE OR REPLACE (\w+) ([^\s(]+)/.exec(sql) ?? [];
  if (kind === undefined) return [sql];
  return [`DROP ${kind} IF EXISTS ${name}`, sql.replace(' OR REPLACE', '')];
}
