import type { Column } from '../../../lib/rows/column';
import { type CellReader, type Converter, decoderFor } from '../../../lib/rows/row-decoder';
import { timeZone } from '../../../lib/temporal/time-zone';
import { PreciseDate } from '../../../lib';
import { seededRandom } from '../../support/generated';
import { DECODERS, decode } from './decode';
import { Aside, PackedBatch, type SlotValue, TextInstead } from './packed-batch';

const readersOf = (count: number, reader: CellReader = 'int32'): CellReader[] =>
  Array.from({ length: count }, () => reader);

describe.each(DECODERS)('the %s decoder', (_, makeDecoder) => {
  test.each([1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200])(
    'sees each NULL among %i columns',
    (columns) => {
      const shape = { names: [], readers: readersOf(columns), format: 'array' } as const;
      const random = seededRandom(columns);
      const rows: (number | null)[][] = [
        Array.from({ length: columns }, () => null),
        Array.from({ length: columns }, (_unused, i) => i),
        ...Array.from({ length: 8 }, () =>
          Array.from({ length: columns }, () => (random(2) === 0 ? null : random(1 << 30))),
        ),
      ];
      // One NULL at each place, and one value at each place.
      for (let at = 0; at < Math.min(columns, 8); at++) {
        rows.push(Array.from({ length: columns }, (_unused, i) => (i === at ? null : 1)));
        rows.push(
          Array.from({ length: columns }, (_unused, i) => (i === columns - 1 - at ? 1 : null)),
        );
      }
      expect(decode(makeDecoder, shape, rows)).toEqual(rows);
    },
  );

  const NAMES = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    ' ',
    "it's",
    '"quoted"',
    '`tick`',
    '${injected}',
    '\\',
    '\\"',
    '"});throw 1;({"',
    '*/',
    '//',
    'line\nbreak',
    '\r',
    'para\u2028graph',
    '\u2029',
    '\0',
    '\ud800',
    '😀',
    '名前',
    '1',
    '-1',
    '01',
    'a.b',
    'get x',
  ];

  test('keeps columns of every name', () => {
    const shape = { names: NAMES, readers: readersOf(NAMES.length), format: 'object' } as const;
    const values = NAMES.map((_unused, i) => i + 1);
    const [row, second] = decode(makeDecoder, shape, [values, values]) as Record<string, unknown>[];
    expect(Object.keys(row!)).toHaveLength(NAMES.length);
    for (const [i, name] of NAMES.entries()) {
      expect(Object.getOwnPropertyDescriptor(row, name)).toEqual({
        value: i + 1,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(second).not.toBe(row);
  });

  test.each(NAMES)('keeps a column named %j that is alone', (name) => {
    const shape = { names: [name], readers: ['text'], format: 'object' } as const;
    const [row] = decode(makeDecoder, shape, [['value']]);
    expect(Reflect.ownKeys(row as object)).toEqual([name]);
    expect((Object.getOwnPropertyDescriptor(row, name) ?? {}).value).toBe('value');
  });

  test('an object of a __proto__ column that is NULL or JSON keeps its own prototype', () => {
    const shape = { names: ['__proto__'], readers: ['json'], format: 'object' } as const;
    const rows = decode(makeDecoder, shape, [[null], ['{"polluted": true}']]);
    for (const row of rows) {
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
      expect((row as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });

  test('appends to the rows that are there, and takes no more than it is told', () => {
    const shape = { names: [], readers: readersOf(1), format: 'array' } as const;
    expect(decode(makeDecoder, shape, [])).toEqual([]);
    expect(decode(makeDecoder, shape, [[1], [2]])).toEqual([[1], [2]]);
  });

  test('decodes 4096 columns', () => {
    const names = Array.from({ length: 4096 }, (_unused, i) => `c${i}`);
    const values = names.map((_unused, i) => (i % 7 === 0 ? null : i));
    const [row] = decode(makeDecoder, { names, readers: readersOf(4096), format: 'object' }, [
      values,
    ]);
    expect(row).toEqual(Object.fromEntries(names.map((name, i) => [name, values[i]])));
  });
});

describe('generated batches', () => {
  interface Sample {
    readonly slot: SlotValue;
    readonly value: unknown;
  }
  type Random = (bound: number) => number;

  const TEXTS = [
    '',
    'a',
    'ascii text that is longer than thirteen',
    'naïve',
    'ÿ\0',
    '€',
    '😀',
    '縗é',
  ];

  const bigintOf = (random: Random): bigint =>
    ((BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32))) >> BigInt(random(64));

  const text = (random: Random): Sample => {
    const value = Array.from({ length: random(4) }, () => TEXTS[random(TEXTS.length)]).join('');
    return { slot: random(8) === 0 ? new Aside(value) : value, value };
  };

  const bytes = (random: Random): Sample => {
    const value = Buffer.from(Array.from({ length: random(9) }, () => random(256)));
    return { slot: random(8) === 0 ? new Aside(value) : value, value };
  };

  const exact = (value: bigint): number | bigint =>
    Number.isSafeInteger(Number(value)) ? Number(value) : value;

  const exactOrText = (value: bigint): number | string =>
    Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

  /** One sample of each reader, with the value that it must become. */
  const SAMPLES: Readonly<Record<CellReader, (random: Random) => Sample>> = {
    int32: (random) => {
      const value = random(2 ** 32) | 0;
      return { slot: value, value };
    },
    uint32: (random) => {
      const value = random(2 ** 32);
      return { slot: value | 0, value };
    },
    int64: (random) => {
      const value = random(2) === 0 ? bigintOf(random) / 2n : -bigintOf(random) / 2n;
      return { slot: value, value: exact(value) };
    },
    uint64: (random) => {
      const value = bigintOf(random);
      return { slot: value, value: exact(value) };
    },
    int64Big: (random) => {
      const value = BigInt.asIntN(64, bigintOf(random));
      return { slot: value, value };
    },
    uint64Big: (random) => {
      const value = bigintOf(random);
      return { slot: value, value };
    },
    int64Text: (random) => {
      const value = BigInt.asIntN(64, bigintOf(random));
      return { slot: value, value: exactOrText(value) };
    },
    uint64Text: (random) => {
      const value = bigintOf(random);
      return { slot: value, value: exactOrText(value) };
    },
    int64Number: (random) => {
      const value = BigInt.asIntN(64, bigintOf(random));
      return { slot: value, value: Number(value) };
    },
    uint64Number: (random) => {
      const value = bigintOf(random);
      return { slot: value, value: Number(value) };
    },
    double: (random) => {
      const value = (random(2 ** 32) - 2 ** 31) / 2 ** random(60);
      return { slot: value, value };
    },
    text,
    bytes,
    encoded: (random) => {
      const { slot, value } = bytes(random);
      return { slot, value: new TextDecoder('koi8-r').decode(value as Uint8Array) };
    },
    json: (random) => {
      const value = { list: [random(100), null, TEXTS[random(TEXTS.length)]] };
      return { slot: JSON.stringify(value), value };
    },
    vector: (random) => {
      const value = Float32Array.from({ length: random(5) }, () => random(1000) / 8);
      return { slot: new Uint8Array(value.buffer), value };
    },
    date: (random) => {
      if (random(5) === 0) return { slot: new TextInstead('0000-00-00'), value: '0000-00-00' };
      const value = random(2 ** 32) * 5000 - 62135596800000;
      return { slot: value, value: new Date(value) };
    },
    dateMicros: (random) => {
      if (random(5) === 0) return { slot: new TextInstead('2024-00-01'), value: '2024-00-01' };
      const millis = random(2 ** 32) * 5000 - 62135596800000;
      const micros = random(1000);
      const slot = BigInt(millis) * 1000n + BigInt(micros);
      return { slot, value: new PreciseDate(millis, micros) };
    },
  };
  const READERS = Object.keys(SAMPLES) as CellReader[];

  /** Jest compares Dates by their milliseconds only. */
  const microsIn = (rows: readonly unknown[]): (number | undefined)[] =>
    rows.flatMap((row) =>
      (row as unknown[]).map((value) =>
        value instanceof PreciseDate ? value.microseconds : undefined,
      ),
    );

  test('are decoded alike by both decoders, and are what was packed', () => {
    const random = seededRandom(31);
    for (let made = 0; made < 150; made++) {
      const readers = Array.from(
        { length: 1 + random(70) },
        () => READERS[random(READERS.length)]!,
      );
      const names = readers.map((reader, i) => `${reader}_${i}`);
      const charsets = readers.map((reader) => (reader === 'encoded' ? 'koi8r' : undefined));
      const samples = Array.from({ length: 1 + random(12) }, () =>
        readers.map((reader) => (random(6) === 0 ? null : SAMPLES[reader](random))),
      );
      const slots = samples.map((row) => row.map((sample) => sample?.slot ?? null));
      const values = samples.map((row) => row.map((sample) => (sample ? sample.value : null)));
      const objects = values.map((row) => Object.fromEntries(row.map((v, i) => [names[i], v])));
      for (const [, makeDecoder] of DECODERS) {
        const rows = decode(makeDecoder, { names, readers, charsets, format: 'array' }, slots);
        expect(rows).toStrictEqual(values);
        expect(microsIn(rows)).toEqual(microsIn(values));
        expect(
          decode(makeDecoder, { names, readers, charsets, format: 'object' }, slots),
        ).toStrictEqual(objects);
      }
    }
  });
});

describe.each(DECODERS)('a decoder of the user in the %s decoder', (_, makeDecoder) => {
  const names = ['a', '__proto__', 'c'];
  const readers: CellReader[] = ['text', 'int32', 'text'];
  const rows: SlotValue[][] = [
    ['x', 1, 'y'],
    [null, 2, null],
    ['z', null, ''],
  ];
  const columns = names.map((name) => ({ name }) as Column);
  const run = (
    format: 'array' | 'object',
    converted: readonly boolean[],
    convert: Converter['decode'],
  ): unknown[] => {
    const converters = columns.map((column, i) =>
      converted[i] ? { decode: convert, column } : undefined,
    );
    const shape = { names, readers, converted, format };
    return decode(makeDecoder, shape, rows, undefined, converters);
  };

  test('gets the values and the columns that it is for, and never NULL', () => {
    const seen: unknown[] = [];
    const decoded = run('array', [true, false, true], function (this: unknown, value, column) {
      seen.push([value, column, this]);
      return `<${String(value)}>`;
    });
    expect(decoded).toEqual([
      ['<x>', 1, '<y>'],
      [null, 2, null],
      ['<z>', null, '<>'],
    ]);
    expect(seen).toEqual([
      ['x', columns[0], undefined],
      ['y', columns[2], undefined],
      ['z', columns[0], undefined],
      ['', columns[2], undefined],
    ]);
  });

  test('gives the properties of objects, undefined too', () => {
    const [row] = run('object', [true, true, false], () => undefined) as object[];
    expect(Object.entries(row!)).toEqual([
      ['a', undefined],
      ['__proto__', undefined],
      ['c', 'y'],
    ]);
  });

  test('leaves the rows before its error', () => {
    const converters = [
      {
        column: columns[0]!,
        decode: (value: unknown): unknown => {
          if (value === 'z') throw new RangeError('mine');
          return value;
        },
      },
    ];
    const decoded: unknown[] = [];
    const batch = new PackedBatch(['text', 'int32', 'text'], rows);
    const cells = batch.cells({ zone: timeZone('Z'), zeroDates: 'string' });
    const decoder = makeDecoder({ names, readers, converted: [true], format: 'array' });
    expect(() => decoder(cells, decoded, rows.length, converters)).toThrow(new RangeError('mine'));
    expect(decoded).toEqual(rows.slice(0, 2));
  });
});

describe('decoderFor', () => {
  test('gives equal shapes the same decoder, and other shapes another one', () => {
    const shape = { names: ['a', 'b'], readers: ['int32', 'text'], format: 'object' } as const;
    const decoder = decoderFor(shape);
    expect(decoderFor({ ...shape, names: [...shape.names] })).toBe(decoder);
    expect(decoderFor({ ...shape, names: ['a,b', ''] })).not.toBe(decoder);
    expect(decoderFor({ ...shape, names: ['b', 'a'] })).not.toBe(decoder);
    expect(decoderFor({ ...shape, readers: ['text', 'int32'] })).not.toBe(decoder);
    expect(decoderFor({ ...shape, format: 'array' })).not.toBe(decoder);
  });

  test('remembers no more than a bounded number of shapes', () => {
    const shape = (i: number) =>
      ({ names: [`alias ${i}`], readers: ['int32'], format: 'object' }) as const;
    const first = decoderFor(shape(0));
    for (let i = 1; i <= 1000; i++) decoderFor(shape(i));
    expect(decoderFor(shape(1000))).toBe(decoderFor(shape(1000)));
    expect(decoderFor(shape(0))).not.toBe(first);
  });
});
