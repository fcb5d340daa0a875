import {
  DictCursor,
  identifier,
  OperationalError,
  ProgrammingError,
  SSCursor,
  Warning,
} from '../../lib';
import { APIS, failureOf, TEST_DATABASE } from '../support/apis';
import { administer, useConnection, useDatabase } from '../support/database';

useDatabase();

beforeAll(() => {
  const create = (text: string) => `CREATE PROCEDURE ${TEST_DATABASE}.${text}`;
  administer(
    create('nothing() BEGIN END'),
    create('two_sets() BEGIN SELECT 1 AS a; SELECT 2 AS b UNION ALL SELECT 3; END'),
    create(`sum_of(IN a INT, IN b INT, OUT total INT) SET total = a + b`),
    create('twice(INOUT a BIGINT) SET a = a * 2'),
    create('sets_and_out(IN n INT, OUT o VARCHAR(20)) BEGIN SELECT n; SET o = "Lärche"; END'),
    create('keep(INOUT a LONGBLOB) BEGIN END'),
    create(`bytes(OUT a VARBINARY(4), OUT b TEXT) BEGIN SET a = X'00ff41fe', b = "Grüße"; END`),
    create(`kinds(OUT i BIGINT UNSIGNED, OUT d DECIMAL(10,3), OUT f DOUBLE, OUT t DATETIME, OUT n INT)
      SET i = 18446744073709551615, d = 1.5, f = 0.25, t = '2024-02-29 01:02:03', n = NULL`),
    create('to_null(INOUT a INT) SET a = NULL'),
    create(
      'fails(OUT a INT) BEGIN SET a = 1; SELECT 1; SELECT * FROM no_such_table; SELECT 2; END',
    ),
    create('signals(OUT a INT) SIGNAL SQLSTATE "45000" SET MESSAGE_TEXT = "mine"'),
    create("warns(OUT a INT) BEGIN SET a = 1; DO CAST('1x' AS SIGNED); END"),
    create('`od``d name`(OUT a INT) SET a = 7'),
    create('`with.point`() SELECT 8'),
  );
});

describe.each(APIS)('$name callproc', (api) => {
  const conn = useConnection(api);

  test('without arguments and results', async () => {
    const cur = conn().cursor();
    expect(await cur.callproc('nothing')).toEqual([]);
    expect(cur).toMatchObject({ description: null, rowcount: 0 });
    expect(await cur.nextset()).toBe(false);
  });

  test('result sets one after the other, and no empty one at the end', async () => {
    const cur = conn().cursor();
    await cur.callproc('two_sets');
    expect([cur.rowcount, await cur.fetchall()]).toEqual([1, [[1]]]);
    expect(await cur.nextset()).toBe(true);
    expect([cur.rowcount, await cur.fetchall()]).toEqual([2, [[2], [3]]]);
    expect(await cur.nextset()).toBe(false);
  });

  test('OUT and INOUT parameters come back in a copy of the arguments', async () => {
    const cur = conn().cursor();
    const args = [2, 3, null];
    expect(await cur.callproc('sum_of', args)).toEqual([2, 3, 5]);
    expect(args).toEqual([2, 3, null]);
    expect(await cur.callproc('twice', [21])).toEqual([42]);
    expect(await cur.callproc('twice', [2n ** 61n])).toEqual([2n ** 62n]);
    expect(await cur.callproc('to_null', [1])).toEqual([null]);
    expect(await cur.nextset()).toBe(false);
  });

  test('result sets and OUT parameters together', async () => {
    const cur = conn().cursor(DictCursor);
    expect(await cur.callproc('sets_and_out', [5, null])).toEqual([5, 'Lärche']);
    expect(await cur.fetchall()).toEqual([{ n: 5 }]);
    expect(await cur.nextset()).toBe(false);
  });

  test('OUT values of each kind', async () => {
    const nulls = [null, null, null, null, null];
    const cur = conn().cursor();
    // User variables hold no dates: that one is text.
    const expected = [18446744073709551615n, '1.500', 0.25, '2024-02-29 01:02:03', null];
    expect(await cur.callproc('kinds', nulls)).toEqual(expected);
    const [bytes, text] = await cur.callproc('bytes', [null, null]);
    expect([bytes, text]).toEqual([Buffer.from([0, 255, 65, 254]), 'Grüße']);
  });

  test.each([
    null,
    0,
    -1.5,
    2n ** 63n,
    true,
    false,
    '',
    "it's \\ `ü` 😀",
    Buffer.from([0, 1, 255, 39, 92]),
    Buffer.alloc(0),
    new Date('2024-02-29T01:02:03.456Z'),
  ])('an argument that the procedure leaves is the own value: %p', async (value) => {
    expect((await conn().cursor().callproc('keep', [value]))[0]).toBe(value);
  });

  test('arguments are taken as they are when it is called', async () => {
    const args = [1, 2, null];
    const pending = conn().cursor().callproc('sum_of', args);
    args.fill(9);
    expect(await pending).toEqual([1, 2, 3]);
  });

  test('on a streaming cursor the results are stored: the connection is free', async () => {
    const cur = conn().cursor(SSCursor);
    expect(await cur.callproc('sets_and_out', [5, null])).toEqual([5, 'Lärche']);
    expect(cur.rowcount).toBe(1);
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
    expect(await cur.fetchall()).toEqual([[5]]);
    expect(await cur.nextset()).toBe(false);
    await cur.execute('SELECT 1');
    expect(cur.rowcount).toBe(-1);
  });

  test('with every form in which a BIGINT can come', async () => {
    for (const bigint of ['auto', 'bigint', 'number', 'string'] as const) {
      const cur = conn().cursor<unknown[]>(undefined, { bigint });
      const [a, b, total] = await cur.callproc('sum_of', [2, 3, null]);
      expect([a, b, Number(total)]).toEqual([2, 3, 5]);
    }
  });

  describe('names', () => {
    test('of another database', async () => {
      await conn().execute('USE information_schema');
      const cur = conn().cursor();
      expect(await cur.callproc(`${TEST_DATABASE}.sum_of`, [1, 2, null])).toEqual([1, 2, 3]);
    });

    test('are quoted', async () => {
      const cur = conn().cursor();
      expect(await cur.callproc('od`d name', [null])).toEqual([7]);
      await cur.callproc(identifier('with.point'));
      expect(await cur.fetchone()).toEqual([8]);
      expect(await failureOf(() => cur.callproc('nothing(); SELECT 1'))).toMatchObject({
        errno: 1305,
      });
    });

    test.each(['', '.', 'a.', 'a\0b', 5, null, undefined, {}])('%j is none', async (name) => {
      const error = await failureOf(() =>
        conn()
          .cursor()
          .callproc(name as string),
      );
      expect(error).toBeInstanceOf(ProgrammingError);
    });
  });

  describe('errors', () => {
    afterEach(async () => {
      expect(await conn().fetchone("SELECT 'usable'")).toEqual(['usable']);
    });

    test('no such procedure', async () => {
      const error = await failureOf(() => conn().cursor().callproc('missing', [1]));
      expect(error).toMatchObject({ errno: 1305, sql: 'CALL `missing`(@`_mysqldb_0`)' });
    });

    test.each([[[]], [[1, 2, 3, 4]]])('the wrong number of arguments: %j', async (args) => {
      const error = await failureOf(() => conn().cursor().callproc('sum_of', args));
      expect(error).toMatchObject({ errno: 1318 });
    });

    test('an argument that is no value', async () => {
      const error = await failureOf(() => conn().cursor().callproc('sum_of', [1, undefined, 3]));
      expect(error.message).toMatch(/^Parameter 2 is undefined/);
      const wrong = await failureOf(() =>
        conn()
          .cursor()
          .callproc('sum_of', { a: 1 } as never),
      );
      expect(wrong).toMatchObject({ code: 'ERR_MYSQLDB_ARGUMENT' });
    });

    test('in the middle of the results', async () => {
      const cur = conn().cursor();
      const error = await failureOf(() => cur.callproc('fails', [null]));
      expect(error).toMatchObject({ errno: 1146 });
      expect(cur.description).toBeNull();
      expect(await cur.nextset()).toBe(false);
    });

    test('of its own', async () => {
      const error = await failureOf(() => conn().cursor().callproc('signals', [null]));
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ errno: 1644, sqlState: '45000', sqlMessage: 'mine' });
    });

    test('a closed cursor', async () => {
      const cur = conn().cursor();
      await cur.close();
      expect(await failureOf(() => cur.callproc('nothing'))).toMatchObject({
        code: 'ERR_MYSQLDB_CLOSED',
      });
    });
  });
});

describe.each(APIS)('$name callproc with other options', (api) => {
  test('MySQLdb placeholders', async () => {
    const conn = await api.connect({ paramstyle: 'format' });
    expect(await conn.cursor().callproc('sum_of', [2, 3, null])).toEqual([2, 3, 5]);
    await conn.close();
  });

  test('messages are about the call', async () => {
    const conn = await api.connect({ fetchWarnings: true });
    const cur = conn.cursor();
    expect(await cur.callproc('warns', [null])).toEqual([1]);
    expect(cur.messages).toEqual([[Warning, expect.objectContaining({ errno: 1292 })]]);
    await conn.close();
  });
});
