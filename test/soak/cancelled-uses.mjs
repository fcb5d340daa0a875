// What clients of the soak test do with statements that are cancelled at random moments. Each takes the
// pool and the client, and throws what it met: `Cancelled` when that was to be.

import { setTimeout as delay } from 'node:timers/promises';
import { SSCursor } from '../../dist/index.mjs';
import { ANY_WAY, Limit, neverCancelled, SIGNALS } from './limit.mjs';

/** Rows of the table `numbers`. */
export const NUMBERS = 500;

/** How long a statement's limit may be, in milliseconds: as long as statements take, and longer. */
const LONGEST = 30;

/**
 * Statements that echo a token and take a number from 0 to 1, and how many rows they have. None has SLEEP():
 * MariaDB 10.11 stands still for two seconds, as a whole, when one is killed that ends just then.
 */
const STATEMENTS = [
  { sql: "SELECT ?, REPEAT('x', 200) FROM numbers WHERE n <= 100 + ? * 0", rows: 100 },
  { sql: 'SELECT ? FROM numbers a, numbers b WHERE b.n <= 2 + ? * 0', rows: 2 * NUMBERS },
  // One row at its end, after up to so many that are looked at.
  { sql: 'SELECT ?, COUNT(*) FROM numbers a, numbers b WHERE b.n <= 1 + ? * 10', rows: 1 },
  { sql: 'SELECT ?, COUNT(*) FROM numbers a, numbers b WHERE b.n <= 1 + ? * 60', rows: 1 },
];

/** Runs with a limit; the error that the limit explains is thrown as `Cancelled`. */
async function limited(client, kind, work, ways = ANY_WAY) {
  const limit = new Limit(client.random, LONGEST, ways);
  try {
    return await work(limit.options);
  } catch (error) {
    if (!limit.explains(error)) throw error;
    throw new Cancelled(kind, error);
  } finally {
    limit.end();
  }
}

/** A statement was cancelled, as it was to be. */
export class Cancelled extends Error {
  constructor(kind, error) {
    super(error.message, { cause: error });
    this.kind = kind;
    /** Whether its connection was cut, since the server could not be asked. */
    this.cut = error.fatal;
  }
}

function anyStatement(client) {
  const statement = STATEMENTS[Math.floor(client.random() * STATEMENTS.length)];
  const token = client.token();
  return { ...statement, token, params: [token, client.random()] };
}

function checkRows(client, rows, { token, rows: count, sql }) {
  const wrong = rows.find(([text]) => text !== token);
  if (wrong !== undefined) client.complain(`${wrong[0]} came for ${token}`);
  if (rows.length !== count) client.complain(`${rows.length} rows, not ${count}, of ${sql}`);
}

/** A statement that nobody cancels: a late kill would hit it. */
async function checkUntouched(client, conn) {
  const prepared = client.random() < 0.5;
  const options = client.random() < 0.5 ? { prepared } : { prepared, ...neverCancelled };
  const token = client.token();
  const sql = 'SELECT ?, COUNT(*) FROM numbers';
  const rows = await conn.fetchall(sql, [token], options);
  if (String(rows) !== `${token},${NUMBERS}`) client.complain(`${rows} came for ${token}`);
}

/** By the pool itself: the wait for a connection may be what is cancelled. */
async function statement(pool, client) {
  const asked = anyStatement(client);
  const prepared = client.random() < 0.5;
  const rows = await limited(client, prepared ? 'prepared' : 'text', (options) =>
    pool.fetchall(asked.sql, asked.params, { ...options, prepared }),
  );
  checkRows(client, rows, asked);
}

async function preparedStatement(pool, client) {
  await pool.use(async (conn) => {
    client.lent(conn);
    const asked = anyStatement(client);
    const prepared = await conn.prepare(asked.sql);
    for (let i = 0; i < 3; i++) {
      const token = client.token();
      const rows = await limited(client, 'prepared', async (options) => {
        const cursor = await prepared.execute([token, asked.params[1]], options);
        return cursor.fetchall();
      }).catch(noteCancelled(client));
      if (rows !== undefined) checkRows(client, rows, { ...asked, token });
      await checkUntouched(client, conn);
    }
  });
}

async function stream(pool, client) {
  await pool.use(async (conn) => {
    client.lent(conn);
    const asked = anyStatement(client);
    const prepared = client.random() < 0.5;
    const cursor = conn.cursor(SSCursor);
    const rows = [];
    await limited(client, 'stream', async (options) => {
      await cursor.execute(asked.sql, asked.params, { ...options, prepared });
      const slowly = client.random() < 0.3;
      for (let row; (row = await cursor.fetchone()) !== null;) {
        rows.push(row);
        if (slowly && rows.length % 100 === 0) await delay(2);
      }
      checkRows(client, rows, asked);
    }).catch(noteCancelled(client));
    const strange = rows.find(([token]) => token !== asked.token);
    if (strange !== undefined) client.complain(`${strange[0]} came for ${asked.token}`);
    // Left unread, its connection is closed.
    if (client.random() < 0.8) await checkUntouched(client, conn);
  });
}

/** It goes back to the pool while the statement runs, and is cancelled after that. */
async function releasedBefore(pool, client) {
  const asked = anyStatement(client);
  const prepared = client.random() < 0.5;
  const rows = await limited(client, 'released', async (options) => {
    const conn = await pool.connection();
    client.lent(conn);
    const running = conn.fetchall(asked.sql, asked.params, { ...options, prepared });
    conn.release();
    return running;
  });
  checkRows(client, rows, asked);
}

async function waiting(pool, client) {
  const conn = await limited(client, 'wait', (options) => pool.connection(options), SIGNALS);
  client.lent(conn);
  try {
    await checkUntouched(client, conn);
  } finally {
    conn.release();
  }
}

const MIDDLES = [
  `INSERT INTO journal (token, part) SELECT ?, 'middle' FROM numbers WHERE n <= ? * 400`,
  // Looks at many rows, and inserts few.
  `INSERT INTO journal (token, part)
   SELECT ?, 'middle' FROM numbers a, numbers b WHERE a.n <= 50 AND a.n + b.n <= ? * 10`,
];

/** Inserts some rows, unless that is cancelled; resolves to how many. */
async function insertMiddle(client, tx, token, onCancel) {
  const sql = MIDDLES[Math.floor(client.random() * MIDDLES.length)];
  const prepared = client.random() < 0.5;
  const cursor = await limited(client, 'transaction', (options) =>
    tx.execute(sql, [token, client.random()], { ...options, prepared }),
  ).catch(onCancel);
  return cursor?.rowcount ?? 0;
}

/** A cancelled statement in the middle ends the transaction, or only itself. */
async function transaction(pool, client) {
  const { journal } = client.soak;
  const token = client.token();
  const insert = 'INSERT INTO journal (token, part) VALUES (?, ?)';
  const goesOn = client.random() < 0.5;
  let middle = 0;
  let outcome = 'undone';
  try {
    await pool.transaction(async (tx) => {
      client.lent(tx);
      await tx.execute(insert, [token, 'first']);
      const onCancel = goesOn ? noteCancelled(client) : rethrow;
      if (client.random() < 0.3) {
        middle = await tx.transaction((inner) => insertMiddle(client, inner, token, onCancel));
      } else middle = await insertMiddle(client, tx, token, onCancel);
      await checkUntouched(client, tx);
      await tx.execute(insert, [token, 'last']);
    });
    outcome = 'done';
  } catch (error) {
    if (error.code === 'ERR_MYSQLDB_COMMIT_UNKNOWN') outcome = 'unknown';
    throw error;
  } finally {
    if (!client.soak.isDown) journal.write(token, outcome, middle);
  }
}

function rethrow(error) {
  throw error;
}

/** For work that goes on: only a connection that was cut ends it. */
function noteCancelled(client) {
  return (error) => {
    if (!(error instanceof Cancelled) || error.cut) throw error;
    client.cancelled(error);
  };
}

export const CANCELLED_USES = [
  ...[statement, preparedStatement, stream, releasedBefore, waiting, transaction],
];
