/** Kysely by `mysqldb/kysely`, without mysql2, does what it does on mysql2; and where it does better. */
import { runProgram, type Seen } from '../support/compared-program';

interface Row {
  readonly [column: string]: unknown;
}

let onMysql2: Seen;
let onMysqldb: Seen;
beforeAll(async () => {
  onMysql2 = await runProgram('kysely', 'mysql2');
  onMysqldb = await runProgram('kysely', 'mysqldb');
}, 120_000);

const parts = ['migrate', 'crud', 'relations', 'transactions', 'streaming', 'errors', 'aborting'];
test.each(parts)('%s is as on mysql2', (part) => {
  expect(onMysqldb[part]).toEqual(onMysql2[part]);
});

test('rows of every type are those of mysql2, but that whole numbers are exact and days are text', () => {
  const { rows: expected } = onMysql2['types'] as { rows: Row[] };
  expect(expected[0]).toMatchObject({
    c_big: 9007199254740992,
    c_ubig: 18446744073709552000,
    c_date: 'Date 2024-02-29T05:00:00.000Z',
  });
  const exact = {
    c_big: '9007199254740993n',
    c_ubig: '18446744073709551615n',
    c_date: '2024-02-29',
  };
  expect(onMysqldb['types']).toEqual({
    ...(onMysql2['types'] as object),
    rows: [{ ...expected[0], ...exact }, ...expected.slice(1)],
  });
});

test('an UPDATE tells the rows that it matched and those that it changed', () => {
  expect(onMysqldb['crud']).toMatchObject({
    same: { numUpdatedRows: '1n', numChangedRows: '0n' },
    changed: { numUpdatedRows: '1n', numChangedRows: '1n' },
  });
});

test('after the loss of a connection the next query works, and a transaction tells of the loss', () => {
  expect(onMysql2['lostConnection']).toMatchObject({ other: true, again: true });
  expect(onMysqldb['lostConnection']).toEqual({ other: true, again: true, inTransaction: true });
});

test('a signal ends a stream on the server, and the wait for a connection', () => {
  expect(onMysqldb['abortingMore']).toEqual({
    message: 'seen enough',
    waited: 'waited enough',
    left: 0,
    inUse: 0,
  });
});
