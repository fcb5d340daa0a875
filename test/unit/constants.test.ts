import { inspect } from 'node:util';
import { CLIENT } from '../../lib/constants/client';
import { CR } from '../../lib/constants/client-errors';
import { FLAG } from '../../lib/constants/field-flag';
import { FIELD_TYPE } from '../../lib/constants/field-type';
import { ER, MARIADB_ER, MYSQL_ER } from '../../lib/constants/server-errors';
import * as typeObjects from '../../lib/constants/type-objects';

const { STRING, BINARY, NUMBER, DATE, TIME, TIMESTAMP, DATETIME, ROWID } = typeObjects;

describe('constants', () => {
  test.each(Object.entries({ FIELD_TYPE, FLAG, CLIENT, ER, CR, MARIADB_ER, MYSQL_ER }))(
    '%s cannot be changed',
    (_, constant: Record<string, number>) => {
      const [name = ''] = Object.keys(constant);
      expect(() => (constant[name] = 99)).toThrow(TypeError);
      expect(() => (constant['NEW'] = 99)).toThrow(TypeError);
    },
  );

  test("FIELD_TYPE has MySQLdb's types, and the newer ones", () => {
    expect(FIELD_TYPE).toMatchObject({
      ...{ DECIMAL: 0, TINY: 1, SHORT: 2, LONG: 3, FLOAT: 4, DOUBLE: 5, NULL: 6, TIMESTAMP: 7 },
      ...{ LONGLONG: 8, INT24: 9, DATE: 10, TIME: 11, DATETIME: 12, YEAR: 13, VARCHAR: 15 },
      ...{ BIT: 16, JSON: 245, NEWDECIMAL: 246, ENUM: 247, SET: 248, TINY_BLOB: 249 },
      ...{ MEDIUM_BLOB: 250, LONG_BLOB: 251, BLOB: 252, VAR_STRING: 253, STRING: 254 },
      ...{ GEOMETRY: 255, CHAR: 1, INTERVAL: 247, NEWDATE: 14, VECTOR: 242 },
    });
  });

  test("FLAG has MySQLdb's flags, and the newer ones", () => {
    expect(FLAG).toMatchObject({
      ...{ NOT_NULL: 1, PRI_KEY: 2, UNIQUE_KEY: 4, MULTIPLE_KEY: 8, BLOB: 16, UNSIGNED: 32 },
      ...{ ZEROFILL: 64, BINARY: 128, ENUM: 256, AUTO_INCREMENT: 512, TIMESTAMP: 1024 },
      ...{ SET: 2048, PART_KEY: 16384, NUM: 32768, GROUP: 32768, UNIQUE: 65536 },
      ...{ NO_DEFAULT_VALUE: 4096, ON_UPDATE_NOW: 8192 },
    });
  });

  test("CLIENT has MySQLdb's capabilities, and every bit up to 31", () => {
    expect(CLIENT).toMatchObject({
      ...{ LONG_PASSWORD: 1, FOUND_ROWS: 2, LONG_FLAG: 4, CONNECT_WITH_DB: 8, NO_SCHEMA: 16 },
      ...{ COMPRESS: 32, ODBC: 64, LOCAL_FILES: 128, IGNORE_SPACE: 256, CHANGE_USER: 512 },
      ...{ INTERACTIVE: 1024, SSL: 2048, IGNORE_SIGPIPE: 4096, TRANSACTIONS: 8192 },
      ...{ RESERVED: 16384, SECURE_CONNECTION: 32768, MULTI_STATEMENTS: 65536 },
      ...{ MULTI_RESULTS: 131072, PLUGIN_AUTH: 524288, DEPRECATE_EOF: 16777216 },
    });
    const bits = [...new Set(Object.values(CLIENT))].sort((a, b) => a - b);
    expect(bits).toEqual(Array.from({ length: 32 }, (_, bit) => 2 ** bit));
  });
});

describe('type objects', () => {
  const sets = Object.entries(typeObjects);

  test('say which type codes are of a kind', () => {
    const { VAR_STRING, BLOB, LONG, NEWDECIMAL, SHORT } = FIELD_TYPE;
    expect([STRING.has(VAR_STRING), BINARY.has(BLOB), DATE.has(FIELD_TYPE.DATE)]).toEqual(
      Array(3).fill(true),
    );
    expect([LONG, NEWDECIMAL, SHORT].every((type) => NUMBER.has(type))).toBe(true);
    expect([STRING.has(BLOB), BINARY.has(VAR_STRING), NUMBER.has(VAR_STRING)]).toEqual(
      Array(3).fill(false),
    );
  });

  test('NUMBER holds every numeric type: MySQLdb forgot SHORT', () => {
    const names = [
      'TINY',
      'SHORT',
      'INT24',
      'LONG',
      'LONGLONG',
      'YEAR',
      'FLOAT',
      'DOUBLE',
    ] as const;
    const types = [...names.map((name) => FIELD_TYPE[name]), 0, 246];
    expect([...NUMBER].sort((a, b) => a - b)).toEqual(types.sort((a, b) => a - b));
  });

  test('TIMESTAMP and DATETIME are one, as in MySQLdb, and ROWID is empty', () => {
    expect(DATETIME).toBe(TIMESTAMP);
    expect([...TIMESTAMP].sort((a, b) => a - b)).toEqual([7, 12]);
    expect([...TIME]).toEqual([FIELD_TYPE.TIME]);
    expect(ROWID.size).toBe(0);
  });

  test('no type is of two kinds', () => {
    const all = [STRING, BINARY, NUMBER, DATE, TIME, TIMESTAMP].flatMap((set) => [...set]);
    expect(new Set(all).size).toBe(all.length);
  });

  test.each(sets)('%s cannot be changed', (_, set) => {
    const before = [...set];
    const changeable = set as Set<number>;
    expect(() => changeable.add(3000)).toThrow(TypeError);
    expect(() => changeable.delete(before[0] ?? 0)).toThrow(TypeError);
    expect(() => changeable.clear()).toThrow(TypeError);
    // Object.freeze alone would not keep these from it.
    expect(() => Set.prototype.add.call(set, 3000)).toThrow(TypeError);
    expect(() => Set.prototype.delete.call(set, before[0])).toThrow(TypeError);
    expect(() => Set.prototype.clear.call(set)).toThrow(TypeError);
    expect(() => Object.assign(Object.getPrototypeOf(set), { has: () => true })).toThrow(TypeError);
    expect(() => Object.assign(changeable, { has: () => true })).toThrow(TypeError);
    expect([...set]).toEqual(before);
  });

  test('are read as sets are', () => {
    const types = [FIELD_TYPE.TIMESTAMP, FIELD_TYPE.DATETIME];
    const same = new Set(types);
    expect(inspect(TIMESTAMP)).toBe(inspect(same));
    expect([TIMESTAMP.keys(), TIMESTAMP.values()].map((each) => [...each])).toEqual([types, types]);
    expect([...TIMESTAMP.entries()]).toEqual(types.map((type) => [type, type]));
    const seen: unknown[] = [];
    TIMESTAMP.forEach(function (this: unknown, ...args) {
      seen.push([this, ...args]);
    }, same);
    expect(seen).toEqual(types.map((type) => [same, type, type, TIMESTAMP]));
    const united = (TIMESTAMP as unknown as Record<string, unknown>)['union'];
    expect(typeof united).toBe(typeof (same as unknown as Record<string, unknown>)['union']);
    if (typeof united === 'function') expect(united.call(TIMESTAMP, DATE).size).toBe(4);
  });

  test('a copy can be changed', () => {
    const copy = new Set(STRING).add(FIELD_TYPE.JSON);
    expect(copy.size).toBe(STRING.size + 1);
  });
});
