/** Which errors say that nothing was sent, so that a pool may try another connection. */
import type { MySQLError } from '../../lib';
import { InterfaceError, OperationalError } from '../../lib';
import { acquireTimedOut, copyOf, wasNeverSent } from '../../lib/pool/pool-errors';

const lost = (errno: number, retryable: boolean, fatal = true) =>
  new OperationalError('lost', { errno, retryable, fatal });
const closed = (retryable: boolean) =>
  new InterfaceError('closed', { code: 'ERR_MYSQLDB_CLOSED', retryable, fatal: true });

test.each<[string, unknown, boolean]>([
  ['found lost before it was sent', closed(true), true],
  ['could not be sent', lost(2006, true), true],
  ['too large for the server', lost(2006, false), false],
  ['lost while the server had it', lost(2013, false), false],
  ['closed by its owner', closed(false), false],
  ['a deadlock', lost(1213, true, false), false],
  ['no error of the driver', new Error('other'), false],
])('%s', (_, error, expected) => {
  expect(wasNeverSent(error)).toBe(expected);
});

test.each([
  [{ used: 2 }, '2 of 2 in use, 0 idle', 'leakTimeout'],
  [{ resetting: 1, closing: 1 }, '0 of 2 in use, 1 being reset, 1 being closed, 0 idle', 'await'],
  [{ used: 1, closing: 1 }, '1 of 2 in use, 1 being closed, 0 idle', 'await'],
])('a timeout names what takes places: %j', (taken, numbers, hint) => {
  const none = { used: 0, resetting: 0, closing: 0, idle: 0, connecting: 0, pending: 1, total: 0 };
  const counts = { connected: 0, removed: 0, acquired: 0, timedOut: 0 };
  const error = acquireTimedOut(100, { max: 2, ...none, ...counts, ...taken }, undefined);
  expect(error.message).toContain(`: ${numbers}, 0 connecting, 1 waiting`);
  expect(error.hint).toContain(hint);
});

test('a copy is the same error with the first one as its cause', () => {
  const error = new OperationalError('no', { errno: 1045, code: 'ER_X', sqlState: '28000' });
  const copy = copyOf(error) as MySQLError;
  expect(copy).toBeInstanceOf(OperationalError);
  expect(copy).not.toBe(error);
  expect(copy).toMatchObject({ message: 'no', errno: 1045, code: 'ER_X', cause: error });
  expect(copyOf('text')).toBe('text');
});
