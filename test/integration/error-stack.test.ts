import { basename } from 'node:path';
import { type MySQLError, SSCursor } from '../../lib';
import { APIS } from '../support/apis';
import { useConnection, useDatabase } from '../support/database';
import { numbersTo } from '../support/numbers';

useDatabase();

/** Lines of this file in a stack, the innermost first. */
function linesHere(stack: string | undefined): number[] {
  const place = new RegExp(`${basename(__filename).replaceAll('.', '\\.')}:(\\d+):`, 'g');
  return [...(stack ?? '').matchAll(place)].map(([, line]) => Number(line));
}

describe.each(APIS)('$name: the stack of an error shows', (api) => {
  const conn = useConnection(api);

  /** Runs an action that notes its own line first. */
  async function expectLine(action: () => Promise<unknown>, line: number): Promise<void> {
    let error: MySQLError | undefined;
    try {
      await action();
    } catch (caught) {
      error = caught as MySQLError;
    }
    expect(error?.stack).toMatch(/^\w+Error: /);
    expect(linesHere(error?.stack)).toContain(line);
  }

  const here = (): number => linesHere(new Error().stack)[1]!;

  test('the line that executed a statement', async () => {
    let line = 0;
    const cur = conn().cursor();
    // prettier-ignore
    await expectLine(async () => { line = here(); await cur.execute('SELEKT'); }, here());
    expect(line).toBeGreaterThan(0);
  });

  test('the line, for every method that sends', async () => {
    const cur = conn().cursor();
    const stream = conn().cursor(SSCursor);
    const bad = 'SELECT * FROM no_such_table';
    // prettier-ignore
    {
      await expectLine(async () => { await conn().execute(bad); }, here());
      await expectLine(async () => { await conn().fetchall(bad); }, here());
      await expectLine(async () => { await conn().fetchone(bad); }, here());
      await expectLine(async () => { await stream.execute(bad); }, here());
      await expectLine(async () => { await cur.executemany('INSERT INTO no_such_table VALUES (?)', [[1]]); }, here());
      await expectLine(async () => { await cur.execute('SELECT ?', []); }, here());
      await expectLine(async () => { await cur.fetchone(); }, here());
      await expectLine(async () => { await api.connect({ database: 'no_such_database' }); }, here());
    }
  });

  test('the line of a fetch from a stream', async () => {
    const stream = conn().cursor(SSCursor);
    await stream.execute(
      `SELECT IF(seq = 50000, (SELECT 1 UNION SELECT 2), seq) FROM ${numbersTo(100_000)}`,
    );
    await stream.fetchmany(49_999);
    // prettier-ignore
    await expectLine(async () => { await stream.fetchone(); }, here());
  });

  test('the line of a begin that is refused', async () => {
    await conn().begin();
    // prettier-ignore
    await expectLine(async () => { await conn().begin(); }, here());
  });

  test('the line when the connection is closed', async () => {
    const own = await api.connect();
    await own.close();
    // prettier-ignore
    await expectLine(async () => { await own.execute('SELECT 1'); }, here());
  });

  test("none of the driver's own lines before the caller's", async () => {
    const cur = conn().cursor();
    let stack = '';
    try {
      await cur.execute('SELEKT');
    } catch (error) {
      stack = (error as Error).stack!;
    }
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    const mine = frames.findIndex((frame) => frame.includes(basename(__filename)));
    expect(mine).toBeGreaterThanOrEqual(0);
    // Connection.run and the cursor's method: what a reader knows by name.
    expect(mine).toBeLessThanOrEqual(4);
  });
});

describe('async: the stack of an error of a statement that waited', () => {
  const conn = useConnection(APIS[0]!);

  test('shows the line that awaits it', async () => {
    const slow = conn().fetchone('SELECT SLEEP(0.02)');
    const lines: number[] = [];
    let stack: string | undefined;
    try {
      lines.push(...linesHere(new Error().stack));
      await conn().execute('SELEKT');
    } catch (error) {
      stack = (error as Error).stack;
    }
    await slow;
    expect(linesHere(stack)).toContain(lines[0]! + 1);
  });
});
