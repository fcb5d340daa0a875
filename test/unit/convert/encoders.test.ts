import { rawSql } from '../../../lib';
import type { Constructor, Encoder } from '../../../lib/convert/encode-registry';
import { gbk, literal, noBackslash, refusal, rendered, usual } from './encode-fixtures';

class Money {
  constructor(readonly cents: number) {}
}
class Euro extends Money {}

const toEuros = ({ cents }: Money): number => cents / 100;

/** The literal of a value, with encoders of the user's. */
function encoded(
  value: unknown,
  pairs: readonly (readonly [Constructor, Encoder])[],
  session = usual,
): string {
  return literal(value, session, { encoders: new Map(pairs) });
}

describe('an encoder is found', () => {
  test('by the class, also of a subclass', () => {
    expect(encoded(new Money(150), [[Money, toEuros]])).toBe('1.5e0');
    expect(encoded(new Euro(150), [[Money, toEuros]])).toBe('1.5e0');
    expect(
      encoded(new Euro(150), [
        [Money, toEuros],
        [Euro, () => 'nearer'],
      ]),
    ).toBe("'nearer'");
  });

  test('for primitives, and never for null', () => {
    const pairs: [Constructor, Encoder][] = [
      [Boolean, (value: boolean) => (value ? 'Y' : 'N')],
      [Number, (value: number) => `#${value}`],
      [BigInt as unknown as Constructor, () => 'big'],
      [Symbol as unknown as Constructor, (value: symbol) => value.description],
      [Function, () => 'function'],
    ];
    expect(encoded(true, pairs)).toBe("'Y'");
    expect(encoded(7, pairs)).toBe("'#7'");
    expect(encoded(7n, pairs)).toBe("'big'");
    expect(encoded(Symbol('s'), pairs)).toBe("'s'");
    expect(encoded(() => 1, pairs)).toBe("'function'");
    expect(encoded('text', pairs)).toBe("'text'");
    expect(encoded(null, [[Object, () => 'object'], ...pairs])).toBe('NULL');
    expect(() => encoded(undefined, pairs)).toThrow('is undefined');
  });

  test('before the own ones: Date, Set, Map, Buffer, arrays', () => {
    expect(encoded(new Date(5), [[Date, (date: Date) => date.getTime()]])).toBe('5');
    expect(encoded(new Set(['a', 'b']), [[Set, (set: Set<string>) => set.size]])).toBe('2');
    expect(encoded(new Map([['a', 1]]), [[Map, (map: Map<string, number>) => map.get('a')]])).toBe(
      '1',
    );
    expect(encoded(Buffer.from('a'), [[Buffer, (bytes: Buffer) => bytes.toString()]])).toBe("'a'");
    expect(encoded(Buffer.from('a'), [[Uint8Array, () => 'any bytes']])).toBe("'any bytes'");
    // A list stays a list where SQL takes one; anywhere else an array is a value.
    const asJson: [Constructor, Encoder] = [Array, (list: unknown[]) => JSON.stringify(list)];
    const settings = { encoders: new Map([asJson]) };
    expect(rendered('SELECT ?', [[1, 2]], usual, settings)).toBe("SELECT '[1,2]'");
    expect(rendered('a IN (?)', [[1, 2]], usual, settings)).toBe('a IN (1,2)');
  });

  test('for plain objects by Object, which takes nothing else', () => {
    const pairs: [Constructor, Encoder][] = [[Object, (value: object) => JSON.stringify(value)]];
    expect(encoded({ a: 1 }, pairs)).toBe(`'{\\"a\\":1}'`);
    expect(encoded(Object.create(null), pairs)).toBe("'{}'");
    expect(encoded(5, pairs)).toBe('5');
    expect(encoded(new Date(NaN), [...pairs, [Date, () => null]])).toBe('NULL');
    expect(() => encoded(new Money(1), pairs)).toThrow('an instance of Money');
  });

  test('not by the data of a value', () => {
    const pairs: [Constructor, Encoder][] = [[Money, toEuros]];
    expect(() => encoded({ constructor: Money, cents: 1 }, pairs)).toThrow('is a plain object');
    const parsed = JSON.parse('{"__proto__": {"constructor": 1}, "cents": 1}') as unknown;
    expect(() => encoded(parsed, pairs)).toThrow('is a plain object');
  });

  test('for the elements of lists and rows', () => {
    const settings = { encoders: new Map<Constructor, Encoder>([[Money, toEuros]]) };
    const money = new Money(250);
    expect(rendered('a IN (?)', [[money, 1]], usual, settings)).toBe('a IN (2.5e0,1)');
    expect(rendered('(a, b) IN (?)', [[[money, 'x']]], usual, settings)).toBe(
      "(a, b) IN ((2.5e0,'x'))",
    );
  });
});

describe('what an encoder returns', () => {
  const returning = (result: unknown): [Constructor, Encoder][] => [[Money, () => result]];
  const money = new Money(1);

  test('is a value, which is quoted', () => {
    expect(encoded(money, returning("1' OR '1'='1"))).toBe("'1'' OR ''1''=''1'");
    expect(encoded(money, returning(Buffer.from("'")))).toBe("_binary''''");
    expect(encoded(money, returning(null))).toBe('NULL');
  });

  test('may be of its own class', () => {
    const later = (date: Date): Date => new Date(date.getTime() + 1000);
    expect(
      literal(new Date(0), usual, {
        encoders: new Map<Constructor, Encoder>([[Date, later]]),
        wallClock: (time) => time,
      }),
    ).toBe("'1970-01-01 00:00:01'");
  });

  test('is SQL text only when it says so', () => {
    expect(encoded(money, returning(rawSql('NOW() + 1')))).toBe('NOW() + 1');
  });

  test('is refused when it is no value', () => {
    expect(() => encoded(money, returning(undefined))).toThrow(
      'Parameter 1 has an encoder whose result is undefined, which is no SQL value',
    );
    expect(() => encoded(money, returning([1]))).toThrow('whose result is an array');
    expect(() => encoded(money, returning(money))).toThrow('whose result is an instance of Money');
    expect(() => encoded(money, returning({ text: '1=1' }))).toThrow('a plain object');
  });

  test('may hold literals, made for the session and the place', () => {
    const point: Encoder = (value: Money, { literal: quote }) =>
      rawSql(`f(${quote(value.cents)}, ${quote("it's\\")}, ${quote(Buffer.from("'"))})`);
    expect(encoded(money, [[Money, point]])).toBe("f(1, 'it''s\\\\', _binary X'27')");
    expect(encoded(money, [[Money, point]], noBackslash)).toBe("f(1, 'it''s\\', _binary X'27')");
    const wide: Encoder = (_: Money, { literal: quote }) => rawSql(quote('縗'));
    expect(encoded(money, [[Money, wide]], gbk)).toBe("_utf8mb4 X'e7b897'");
    // By the encoders again: one may be made of others.
    const pair: Encoder = (_: Set<unknown>, { literal: quote }) => rawSql(`(${quote(money)})`);
    expect(
      encoded(new Set(), [
        [Set, pair],
        [Money, toEuros],
      ]),
    ).toBe('(0.01e0)');
  });

  test('stays inside its comment and its character set', () => {
    const settings = { encoders: new Map<Constructor, Encoder>(returning(rawSql('1 */ 2'))) };
    expect(() => rendered('SELECT /*! ? */', [money], usual, settings)).toThrow(
      'SQL text that would end the comment',
    );
    expect(() => encoded(money, returning(rawSql("'縗'")), gbk)).toThrow('SQL text beyond ASCII');
  });

  test('may be an error of its own', () => {
    const failing: Encoder = () => {
      throw new RangeError('mine');
    };
    expect(() => encoded(money, [[Money, failing]])).toThrow(new RangeError('mine'));
  });
});

describe('rawSql', () => {
  test('is no parameter', () => {
    const error = refusal('SELECT ?', [rawSql('1')]);
    expect(error).toMatchObject({
      name: 'ProgrammingError',
      message: 'Parameter 1 is SQL text of rawSql(), which only an encoder may return',
    });
    expect(refusal('a IN (?)', [[rawSql('1')]]).message).toContain('rawSql()');
  });

  test('takes a string only', () => {
    expect(() => rawSql(5 as unknown as string)).toThrow('rawSql() got a number');
  });
});
