import { keepsSession } from '../../../lib/sql/session-effects';

describe('a statement that leaves its session alone', () => {
  test.each([
    'SELECT * FROM customer WHERE id = ?',
    '\n  select count(*) from `order_line`',
    '(SELECT 1) UNION (SELECT 2)',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'INSERT INTO customer (name) VALUES (?), (?)',
    'UPDATE customer SET name = ?',
    'DELETE FROM customer',
    'REPLACE INTO customer VALUES (?)',
    'SELECT 1 FOR UPDATE',
    'SELECT 1 LOCK IN SHARE MODE',
    'BEGIN',
    'START TRANSACTION READ ONLY',
    'SAVEPOINT a',
    'RELEASE SAVEPOINT a',
    'ROLLBACK TO SAVEPOINT a',
    'COMMIT',
    `INSERT INTO t (a_b) VALUES ${Array.from({ length: 1000 }, () => '(?, ?)').join(', ')}`,
  ])('%.60s', (sql) => expect(keepsSession(sql)).toBe(true));
});

describe('one that may not', () => {
  test.each([
    'SELECT @a := 1',
    'SELECT 1 INTO @a',
    "SELECT GET_LOCK('a', 1)",
    "SELECT /*!50000 get_lock */ ('a', 1)",
    "SELECT service_get_write_locks('a', 'b', 1)",
    'UPDATE counter SET n = LAST_INSERT_ID(n + 1)',
    'SELECT 1; SET autocommit = 0',
    'SET autocommit = 0',
    'SET STATEMENT max_statement_time = 1 FOR SELECT 1',
    'SET TRANSACTION READ ONLY',
    'LOCK TABLES a READ',
    'HANDLER a OPEN',
    'CREATE TEMPORARY TABLE a (id INT)',
    'CALL anything()',
    "PREPARE a FROM 'SELECT 1'",
    'USE mysql',
    'BEGIN NOT ATOMIC SELECT 1',
    'START REPLICA',
    'RELEASE',
    'SELECTED',
    '/* what it is for */ SELECT 1',
    '/*!40101 SET NAMES utf8mb4 */',
    '',
    `SELECT ${'1 + '.repeat(20_000)} 1`,
  ])('%.60s', (sql) => expect(keepsSession(sql)).toBe(false));
});
