/** The pieces of `infile`: what lies across two of them, and how many go at once. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InfilePiece, InfileSource } from '../../lib';
import { APIS, failureOf } from '../support/apis';
import { administer, recreate, useConnection, useDatabase } from '../support/database';

useDatabase();

beforeAll(() => administer('SET GLOBAL local_infile = 1'));

const LOAD = "LOAD DATA LOCAL INFILE 'any name' INTO TABLE loaded (id, name)";
const DOLPHIN = '🐬';
const [HIGH, LOW] = DOLPHIN.split('') as [string, string];
const bytes = (text: string): Buffer => Buffer.from(text);

describe.each(APIS)('pieces of a local file, $name', (api) => {
  const conn = useConnection(api, { localInfile: true, autocommit: true });

  async function load(infile: InfileSource): Promise<unknown[]> {
    await recreate(conn(), 'TABLE loaded (id INT, name LONGTEXT) CHARSET utf8mb4');
    await conn().execute(LOAD, undefined, { infile });
    return (await conn().fetchall('SELECT name FROM loaded ORDER BY id')).flat();
  }

  /** Every way of giving them that the API has. */
  async function loadEach(pieces: InfilePiece[], expected: unknown[]): Promise<void> {
    expect(await load(pieces)).toEqual(expected);
    if (api.name === 'sync') return;
    for (const slow of [false, true]) {
      const source = async function* (): AsyncGenerator<InfilePiece> {
        for (const piece of pieces) {
          if (slow) await nextTurn();
          yield piece;
        }
      };
      expect(await load(source())).toEqual(expected);
    }
  }

  test('may be cut inside of a character', async () => {
    await loadEach([`1\t${HIGH}`, `${LOW}\n`], [DOLPHIN]);
    await loadEach([`1\t${HIGH}`, '', `${LOW}\n2\t${HIGH}`, LOW, '\n'], [DOLPHIN, DOLPHIN]);
    const [first, second] = [bytes(DOLPHIN).subarray(0, 2), bytes(DOLPHIN).subarray(2)];
    await loadEach(['1\t', first, second, '\n'], [DOLPHIN]);
    const long = 'x'.repeat(64 * 1024 - 3);
    await loadEach([`1\t${long}${HIGH}`, `${LOW}\n`], [long + DOLPHIN]);
    await loadEach([`1\t${long}`, HIGH, LOW, `${long}\n`], [long + DOLPHIN + long]);
  });

  test('half a character that stays alone is what it is in any text', async () => {
    await loadEach([`1\t${HIGH}`, '\n2\t', LOW, `${HIGH}x\n`], ['\ufffd', '\ufffd\ufffdx']);
    await loadEach([`1\t${HIGH}`, bytes('x\n2\ty')], ['\ufffdx', 'y']);
    await loadEach([`1\tx${HIGH}`], ['x\ufffd']);
    await loadEach(['1\tx', HIGH], ['x\ufffd']);
  });

  test('may be of one buffer that is filled again and again', async () => {
    function* refilled(): Generator<Buffer> {
      const buffer = Buffer.alloc(4);
      for (let i = 1; i <= 3; i++) {
        buffer.write(`${i}\t${i}\n`);
        yield buffer;
      }
    }
    expect(await load(refilled())).toEqual(['1', '2', '3']);
  });

  test('that are empty do no harm, however many', async () => {
    function* empty(): Generator<string> {
      for (let i = 0; i < 200_000; i++) yield '';
      yield '1\tend\n';
    }
    expect(await load(empty())).toEqual(['end']);
  });
});

describe('async pieces', () => {
  const conn = useConnection(APIS[0]!, { localInfile: true, autocommit: true });
  beforeEach(async () => {
    await recreate(conn(), 'TABLE loaded (id INT, name TEXT)');
  });

  test('that are there go together, without a turn of the loop for each', async () => {
    const turns: boolean[] = [];
    function* lines(): Generator<string> {
      let turned = false;
      setImmediate(() => (turned = true));
      for (let i = 0; i < 3000; i++) {
        turns.push(turned);
        yield `${i}\tline ${i}\n`;
      }
    }
    await conn().execute(LOAD, undefined, { infile: lines() });
    expect(turns).toEqual(Array(3000).fill(false));
    expect(await conn().fetchone('SELECT COUNT(*) FROM loaded')).toEqual([3000]);
  });

  test('a failure after pieces that were collected leaves none of them', async () => {
    const cause = new Error('broken');
    const source = async function* (): AsyncGenerator<string> {
      yield '1\tone\n';
      await nextTurn();
      yield '2\ttwo\n';
      throw cause;
    };
    const error = await failureOf(() => conn().execute(LOAD, undefined, { infile: source() }));
    expect(error).toMatchObject({ code: 'ERR_MYSQLDB_LOCAL_INFILE', fatal: true, cause });
    const other = await APIS[0]!.connect();
    expect(await other.fetchone('SELECT COUNT(*) FROM loaded')).toEqual([0]);
    await other.close();
  });
});
