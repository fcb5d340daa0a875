import { Cursor, MySQLError, OperationalError } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';

useDatabase();

const api = APIS[0]!;

describe('async statements that are started at once', () => {
  const conn = useConnection(api);

  test('run in the order in which they were started', async () => {
    await conn().execute(
      'CREATE TEMPORARY TABLE started (id INT AUTO_INCREMENT PRIMARY KEY, n INT)',
    );
    const finished: number[] = [];
    const cursors = Array.from({ length: 50 }, () => conn().cursor());
    await Promise.all(
      cursors.map(async (cur, n) => {
        await cur.execute('INSERT INTO started (n) VALUES (?)', [n]);
        finished.push(n);
      }),
    );
    const order = Array.from({ length: 50 }, (_, n) => n);
    expect(finished).toEqual(order);
    expect(cursors.map((cur) => cur.lastrowid)).toEqual(order.map((n) => n + 1));
    const rows = await conn().fetchall('SELECT n FROM started ORDER BY id');
    expect(rows.flat()).toEqual(order);
  });

  test('each get their own result', async () => {
    const rows = await Promise.all(
      Array.from({ length: 50 }, (_, n) => conn().fetchall('SELECT ?, REPEAT(?, ?)', [n, 'x', n])),
    );
    expect(rows).toEqual(Array.from({ length: 50 }, (_, n) => [[n, 'x'.repeat(n)]]));
  });

  test('keep their order although the first is slow', async () => {
    const order: string[] = [];
    const note = async (name: string, work: Promise<unknown>): Promise<void> => {
      await work;
      order.push(name);
    };
    await Promise.all([
      note('slow', conn().fetchone('SELECT SLEEP(0.1)')),
      note('quick', conn().fetchone('SELECT 1')),
      note('commit', conn().commit()),
      note('cursor', conn().cursor(Cursor).execute('SELECT 2')),
    ]);
    expect(order).toEqual(['slow', 'quick', 'commit', 'cursor']);
  });

  test('the failure of one does not touch the others', async () => {
    const results = await Promise.allSettled([
      conn().fetchone('SELECT 1'),
      conn().fetchone('SELEKT 2'),
      conn().fetchone('SELECT ?', [undefined]),
      conn().fetchone('SELECT ?', []),
      conn().fetchone('SELECT * FROM no_such_table'),
      conn().fetchone('SELECT 6'),
      conn().execute(undefined as unknown as string),
      conn().fetchone('SELECT 8'),
    ]);
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
      ...[true, false, false, false, false, true, false, true],
    ]);
    expect(results[5]).toEqual({ status: 'fulfilled', value: [6] });
    expect(results[7]).toEqual({ status: 'fulfilled', value: [8] });
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(MySQLError);
    }
  });

  test('the failure of the first leaves the rest running', async () => {
    const failed = failureOf(() => conn().execute('SELECT no_such_column'));
    const rest = Array.from({ length: 10 }, (_, n) => conn().fetchone('SELECT ?', [n]));
    expect(await failed).toBeInstanceOf(OperationalError);
    expect(await Promise.all(rest)).toEqual(rest.map((_, n) => [n]));
  });

  test('on one cursor leave the result of the last', async () => {
    const cur = conn().cursor();
    await Promise.all([1, 2, 3].map((n) => cur.execute('SELECT ?', [n])));
    expect(await cur.fetchall()).toEqual([[3]]);
  });

  test('an executemany is not split by others', async () => {
    await conn().execute('CREATE TEMPORARY TABLE whole (id INT AUTO_INCREMENT PRIMARY KEY, n INT)');
    const many = conn()
      .cursor()
      .executemany('UPDATE whole SET n = n + ?', [[1], [2], [3]]);
    const inserted = conn().execute('INSERT INTO whole (n) VALUES (0)');
    await Promise.all([many, inserted]);
    expect(await conn().fetchall('SELECT n FROM whole')).toEqual([[0]]);
  });

  test('on two connections do not wait for each other', async () => {
    const other = await api.connect();
    const order: string[] = [];
    await Promise.all([
      conn()
        .fetchone('SELECT SLEEP(0.3)')
        .then(() => order.push('slow')),
      other.fetchone('SELECT 1').then(() => order.push('quick')),
    ]);
    expect(order).toEqual(['quick', 'slow']);
    await other.close();
  });
});

describe('async parameters of a statement that waits', () => {
  const conn = useConnection(api);

  /** Starts something slow, so that what is started next has to wait. */
  const occupy = (): Promise<unknown> => conn().fetchone('SELECT SLEEP(0.05)');

  test('are those of the call, though the array is changed afterwards', async () => {
    const busy = occupy();
    const params = [1, 'one'];
    const row = conn().fetchone('SELECT ?, ?', params);
    params[0] = 2;
    params.length = 1;
    await busy;
    expect(await row).toEqual([1, 'one']);
  });

  test('are those of the call, though the object is changed afterwards', async () => {
    const busy = occupy();
    const params: Record<string, unknown> = { a: 1, b: 'one' };
    const row = conn().cursor().execute('SELECT :a, :b INTO @a, @b', params);
    params['a'] = 2;
    delete params['b'];
    await Promise.all([busy, row]);
    expect(await conn().fetchone('SELECT @a, @b')).toEqual([1, 'one']);
  });

  test('are those of the call in a list and in a reused Buffer', async () => {
    const busy = occupy();
    const list = [1, 2];
    const bytes = Buffer.from('before');
    const row = conn().fetchone('SELECT 3 IN (?), ?', [list, bytes]);
    list.push(3);
    bytes.write('after!');
    await busy;
    expect(await row).toEqual([0, Buffer.from('before')]);
  });
});

describe.each(APIS)('$name: what is no statement', (anyApi) => {
  const conn = useConnection(anyApi);

  test.each([[undefined], [null], [5], [{}], [['SELECT 1']]])('%p', async (sql) => {
    for (const action of [
      () => conn().execute(sql as unknown as string),
      () =>
        conn()
          .cursor()
          .execute(sql as unknown as string, []),
      () =>
        conn()
          .cursor()
          .executemany(sql as unknown as string, [[1]]),
      () => conn().fetchall(sql as unknown as string),
    ]) {
      expect(await failureOf(action)).toMatchObject({ name: 'ProgrammingError' });
    }
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test.each(['', ' ', ';'])('%j is an empty query', async (sql) => {
    expect(await failureOf(() => conn().execute(sql))).toMatchObject({ errno: 1065 });
    expect(await conn().fetchone('SELECT 1')).toEqual([1]);
  });

  test('a comment alone does nothing', async () => {
    expect(await conn().cursor().execute('/* nothing */')).toBe(0);
  });

  test('a NUL in the text is not the end of it', async () => {
    expect(await conn().fetchone("SELECT 'a\0b', 2")).toEqual(['a\0b', 2]);
  });
});
