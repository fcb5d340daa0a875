/** knex and Objection by `mysqldb/knex`, without mysql2, do what they do on mysql2. */
import { jsonOf } from '../support/flavor';
import { onBoth, useProgram } from '../support/orm-program';

const JSON_TEXT = '{"a":[1,"two",null],"b":{"c":true}}';

const programs = {
  knex: ['migrating', 'types', 'crud', 'joins', 'transactions', 'streaming', 'errors', 'timeouts'],
  objection: ['migrating', 'types', 'relations', 'transactions', 'batching', 'errors'],
};

describe.each(Object.entries(programs))('%s', (name, parts) => {
  const seen = useProgram(`${name}.mjs`, onBoth);

  test.each(parts)('%s is as on mysql2', (part) => {
    expect(seen().mysqldb[part]).toEqual(seen().mysql2[part]);
  });

  test('after the loss of a connection the next query works, and a transaction tells of the loss', () => {
    expect(seen().mysql2['lostConnection']).toMatchObject({ again: true });
    expect(seen().mysqldb['lostConnection']).toMatchObject({ again: true, inTransaction: true });
  });

  if (name === 'knex') {
    test('a query with a time limit ends on the server, and its connection is kept', () => {
      expect(seen().mysqldb['timeouts']).toMatchObject({ name: 'KnexTimeoutError', same: true });
    });
  }

  test('values of every type come back as they were', () => {
    const types = seen().mysqldb['types'] as { rows?: object[]; row?: object };
    expect(types.row ?? types.rows![0]).toMatchObject({
      c_ubig: '18446744073709551615',
      c_decimal: '12345678901234.567890',
      c_datetime: 'Date 2024-02-29T23:59:58.123Z',
      // Objection parses what its model calls JSON.
      c_json: name === 'knex' ? jsonOf(JSON_TEXT) : JSON.parse(JSON_TEXT),
      c_varbinary: 'Buffer 00ff27',
    });
  });
});
