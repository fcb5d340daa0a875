/** Kysely by `mysqldb/kysely`, without mysql2, does what it does on mysql2; and where it does better. */
import { onBoth, useProgram } from '../support/orm-program';

interface Row {
  readonly [column: string]: unknown;
}

const seen = useProgram('kysely.mjs', onBoth);

const parts = ['migrate', 'crud', 'relations', 'transactions', 'streaming', 'errors', 'aborting'];
test.each(parts)('%s is as on mysql2', (part) => {
  expect(seen().mysqldb[part]).toEqual(seen().mysql2[part]);
});

test('rows of every type are those of mysql2, but that whole numbers are exact and days are text', () => {
  const { rows: expected } = seen().mysql2['types'] as unknown as { rows: Row[] };
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
  expect(seen().mysqldb['types']).toEqual({
    ...seen().mysql2['types'],
    rows: [{ ...expected[0], ...exact }, ...expected.slice(1)],
  });
});

test('an UPDATE tells the rows that it matched and those that it changed', () => {
  expect(seen().mysqldb['crud']).toMatchObject({
    same: { numUpdatedRows: '1n', numChangedRows: '0n' },
    changed: { numUpdatedRows: '1n', numChangedRows: '1n' },
  });
});

test('after the loss of a connection the next query works, and a transaction tells of the loss', () => {
  expect(seen().mysql2['lostConnection']).toMatchObject({ other: true, again: true });
  expect(seen().mysqldb['lostConnection']).toEqual({
    other: true,
    again: true,
    inTransaction: true,
  });
});

test('a signal ends a stream on the server, and the wait for a connection', () => {
  expect(seen().mysqldb['abortingMore']).toEqual({
    message: 'seen enough',
    waited: 'waited enough',
    left: 0,
    inUse: 0,
  });
});
