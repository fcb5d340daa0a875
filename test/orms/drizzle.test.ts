/** Drizzle by `mysqldb/drizzle`, without mysql2, does what it does on mysql2; and where it does better. */
import { onServer } from '../support/flavor';
import { onBoth, useProgram } from '../support/orm-program';

interface Types {
  readonly rows: readonly Record<string, unknown>[];
  readonly nested: Record<string, unknown>;
  readonly raw: readonly Record<string, unknown>[];
}

const seen = useProgram('drizzle.mjs', onBoth);

const parts = ['migrating', 'crud', 'relationsOf', 'transactions', 'streaming', 'errors'];
test.each(parts)('%s is as on mysql2', (part) => {
  expect(seen().mysqldb[part]).toEqual(seen().mysql2[part]);
});

test('values of every type are those of mysql2, but that a day stays the day that it was', () => {
  const expected = seen().mysql2['types'] as unknown as Types;
  const day = { c_date: 'Date 2024-02-29T00:00:00.000Z' };
  const dayAndWholeNumbers = {
    c_date: '2024-02-29',
    c_big: '9007199254740993n',
    c_ubig: '18446744073709551615n',
  };
  expect(expected.rows[0]!['c_date']).toBe('Date 2024-02-28T00:00:00.000Z');
  expect(seen().mysqldb['types']).toEqual({
    ...expected,
    rows: [{ ...expected.rows[0], ...day }, expected.rows[1]],
    nested: { ...expected.nested, ...day },
    raw: [{ ...expected.raw[0], ...dayAndWholeNumbers }],
  });
});

test('a stream that is left early gives its connection back, and a transaction goes on after it', () => {
  expect(seen().mysqldb['leftEarly']).toEqual({ sameCount: true, used: 0 });
});

test('after the loss of a connection the next query works, and a transaction tells of the loss', () => {
  expect(seen().mysql2['lostConnection']).toMatchObject({ other: true, again: true });
  expect(seen().mysqldb['lostConnection']).toEqual({
    other: true,
    again: true,
    inTransaction: true,
    used: 0,
  });
});

test('a transaction that cannot begin gives its connection back', () => {
  expect(seen().mysqldb['notBegun']).toEqual({ code: 'ER_PARSE_ERROR', used: 0 });
});

// Drizzle makes relations of LATERAL, which MariaDB has not.
onServer('mysql', () => {
  test('relations are read in one statement, and their values are those of JSON', () => {
    const { nested, planetscale, values } = seen().mysqldb['relationsOf']!;
    const pets = ['rex', 'tom'].map((name, i) => ({ id: i + 1, owner: 1, name }));
    const anna = { id: 1, name: 'anna' };
    expect(nested).toContainEqual({ ...anna, pets });
    expect(planetscale).toContainEqual({
      ...anna,
      pets: pets.map((pet) => ({ ...pet, master: anna })),
    });
    expect(values).toMatchObject({
      name: 'anna',
      values: {
        c_bool: true,
        c_uint: 4294967295,
        c_datetime: 'Date 2024-02-29T23:59:58.123Z',
        c_varchar: "a'b\\c?:x \u{1f600}",
        c_json: { a: [1, 'two', null], b: { c: true } },
      },
    });
  });
});
