import { FIELD_TYPE } from '../../../lib';
import { PROTOCOLS } from '../../support/apis';
import { useConnection, useDatabase } from '../../support/database';
import { seededRandom } from '../../support/generated';
import { readBack, select } from './read-back';

useDatabase();

describe('DECIMAL', () => {
  const NINES = `${'9'.repeat(35)}.${'9'.repeat(30)}`;
  const TEXTS = [NINES, `-${NINES}`, `0.${'0'.repeat(29)}1`, '0.000000000000000000000000000000'];

  test('is its exact text', async () => {
    expect(await readBack('DECIMAL(65,30)', [...TEXTS, 'NULL'])).toEqual([...TEXTS, null]);
    expect(await readBack('DECIMAL(5,2)', ['1', '-0.5', '999.99'])).toEqual([
      '1.00',
      '-0.50',
      '999.99',
    ]);
    expect(await readBack('DECIMAL(65,0)', ['9'.repeat(65)])).toEqual(['9'.repeat(65)]);
    expect(await readBack('DECIMAL(6,2) ZEROFILL', ['1.5'])).toEqual(['0001.50']);
  });

  test("is the nearest number with decimal: 'number'", async () => {
    const options = { decimal: 'number' } as const;
    expect(await readBack('DECIMAL(65,30)', [...TEXTS, 'NULL'], options)).toEqual([
      ...TEXTS.map(Number),
      null,
    ]);
    expect(await readBack('DECIMAL(6,2) ZEROFILL', ['1.5'], options)).toEqual([1.5]);
    expect(await select('SELECT SUM(1) / 3', options)).toEqual([0.3333]);
  });

  test('of expressions', async () => {
    expect(await select('SELECT SUM(v) FROM (SELECT 0.1 v UNION ALL SELECT 0.2) t')).toEqual([
      '0.3',
    ]);
    expect(await select('SELECT AVG(v) FROM (SELECT 1 v UNION ALL SELECT 2) t')).toEqual([
      '1.5000',
    ]);
  });
});

describe('DOUBLE', () => {
  const VALUES = [
    0,
    1,
    -1.5,
    0.1,
    1 / 3,
    1e15,
    1e16,
    123456789012345680,
    1e22,
    1e23,
    2 ** 53,
    2 ** 53 + 2,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    2.2250738585072014e-308,
    2.225073858507201e-308,
    5e-324,
  ];
  const literal = (value: number): string => {
    const text = `${value}`;
    return text.includes('e') ? text : `${text}e0`;
  };

  test('has every bit', async () => {
    expect(await readBack('DOUBLE', [...VALUES.map(literal), 'NULL'])).toEqual([...VALUES, null]);
  });

  test('has every bit of generated values', async () => {
    const random = seededRandom(61);
    const view = new DataView(new ArrayBuffer(8));
    const values = Array.from({ length: 400 }, () => {
      view.setUint32(0, random(2 ** 32));
      view.setUint32(4, random(2 ** 32));
      return view.getFloat64(0);
    }).filter(Number.isFinite);
    const sql = values.map((value) => `SELECT ${literal(value)} AS v`).join(' UNION ALL ');
    expect(await select(sql)).toEqual(values);
  });

  test('with digits that are fixed', async () => {
    expect(await readBack('DOUBLE(10,3)', ['1.0625', '-2', 'NULL'])).toEqual([1.062, -2, null]);
    expect(await readBack('DOUBLE(10,3) ZEROFILL', ['1.5'])).toEqual([1.5]);
  });
});

// Prepared statements get the number, and its text is made here.
test('a decoder of DOUBLE gets the text that the server makes of it', async () => {
  const conv = new Map([[FIELD_TYPE.DOUBLE, (value: string) => value]]);
  const ofQuery = (sql: string): Promise<unknown[]> => select(sql, { conv });
  expect(await ofQuery('SELECT 1234567890123456.5e0')).toEqual(['1234567890123456.5']);
  expect(await ofQuery('SELECT 1234567890123456e0')).toEqual(['1.234567890123456e15']);
  expect(await readBack('DOUBLE(53,0)', ['54873821374234384', '-1', '0'], { conv })).toEqual([
    '54873821374234380',
    '-1',
    '0',
  ]);
  expect(await readBack('DOUBLE(30,30)', ['0.1'], { conv })).toEqual([`0.1${'0'.repeat(29)}`]);
});

// The text protocol sends six digits of a FLOAT: what the server does not send cannot be had. The
// binary one sends the float, and the fewest digits that are this float and no other are read.
describe.each(PROTOCOLS)('FLOAT, $name', (api) => {
  const conn = useConnection(api);
  const read = async (type: string, literals: readonly string[]): Promise<unknown[]> => {
    await conn().execute(`CREATE TEMPORARY TABLE floats (v ${type})`);
    for (const literal of literals) await conn().execute(`INSERT INTO floats VALUES (${literal})`);
    return (await conn().fetchall('SELECT v FROM floats')).map(([value]) => value);
  };
  const binary = api.name.endsWith('prepared');

  test('has the digits that the server sends', async () => {
    const literals = ['0', '1.5', '-0.1', '16777216', '3.402823466e38', '1.175494351e-38', 'NULL'];
    const six = [0, 1.5, -0.1, 16777200, 3.40282e38, 1.17549e-38, null];
    const all = [0, 1.5, -0.1, 16777216, 3.4028235e38, 1.1754944e-38, null];
    expect(await read('FLOAT', literals)).toEqual(binary ? all : six);
  });

  test('of a fixed number of decimals', async () => {
    expect(await read('FLOAT(7,3)', ['1.0625'])).toEqual([1.062]);
  });
});
