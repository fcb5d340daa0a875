// The entities of the program with MikroORM, and rows for the one that has a column of every type.

/** Makes the entities with the library that the program has loaded. */
export function entitiesOf({ BigIntType, EntitySchema }) {
  const column = (type, columnType, more) => ({ type, columnType, nullable: true, ...more });
  const big = (mode) => new BigIntType(mode);
  const Everything = new EntitySchema({
    name: 'Everything',
    properties: {
      id: { type: 'number', primary: true },
      tiny: column('tinyint', 'tinyint'),
      small: column('smallint', 'smallint unsigned'),
      medium: column('mediumint', 'mediumint'),
      int: column('integer', 'int'),
      unsignedInt: column('integer', 'int unsigned'),
      big: column(big('bigint'), 'bigint'),
      bigText: column(big('string'), 'bigint unsigned'),
      bigNumber: column(big('number'), 'bigint'),
      single: column('float', 'float'),
      double: column('double', 'double'),
      decimal: column('decimal', 'decimal(30,10)', { runtimeType: 'string' }),
      yes: column('boolean', 'tinyint(1)'),
      char: column('character', 'char(8)'),
      string: column('string', 'varchar(100)'),
      text: column('text', 'longtext'),
      uuid: column('uuid', 'char(36)'),
      bytes: column('blob', 'blob'),
      array: column('uint8array', 'varbinary(100)'),
      day: column('date', 'date'),
      time: column('time', 'time(3)'),
      moment: column('datetime', 'datetime(3)'),
      stamp: column('datetime', 'timestamp(3) null'),
      json: column('json', 'json'),
      list: column('array', 'text'),
      colour: { enum: true, items: ['red', 'green'], nullable: true },
    },
  });
  return { Everything, ...library(EntitySchema) };
}

/** Authors of books that have tags. */
function library(EntitySchema) {
  const id = { type: 'number', primary: true };
  const Author = new EntitySchema({
    name: 'Author',
    properties: {
      id,
      version: { type: 'number', version: true },
      email: { type: 'string', unique: true },
      name: { type: 'string', length: 20, nullable: true },
      books: { kind: '1:m', entity: () => Book, mappedBy: 'author', orderBy: { id: 'asc' } },
    },
  });
  const Book = new EntitySchema({
    name: 'Book',
    properties: {
      id,
      title: { type: 'string' },
      author: { kind: 'm:1', entity: () => Author },
      tags: { kind: 'm:n', entity: () => Tag, owner: true, orderBy: { name: 'asc' } },
    },
  });
  const Tag = new EntitySchema({
    name: 'Tag',
    properties: {
      id,
      name: { type: 'string', unique: true },
      books: { kind: 'm:n', entity: () => Book, mappedBy: 'tags' },
    },
  });
  return { Author, Book, Tag };
}

/** Extreme values, and nothing. */
export const ROWS = [
  {
    tiny: 127,
    small: 65535,
    medium: -8388608,
    int: -2147483648,
    unsignedInt: 4294967295,
    big: 9223372036854775807n,
    bigText: '18446744073709551615',
    bigNumber: Number.MAX_SAFE_INTEGER,
    single: 1.5,
    double: 1.7976931348623157e308,
    decimal: '99999999999999999999.9999999999',
    yes: true,
    char: 'ÿÿ😀',
    string: 'it\'s \\ " ? ?? % \0 \n :name 漢字',
    text: 'z'.repeat(100_000),
    uuid: '6c84fb90-12c4-11e1-840d-7b25c5ee775a',
    bytes: Buffer.from([0, 0x27, 0x5c, 0xff]),
    array: Uint8Array.from([0xc3, 0x28, 0]),
    day: '2024-02-29',
    time: '23:59:59.999',
    moment: new Date('9999-12-31T23:59:59.999Z'),
    stamp: new Date('2038-01-19T03:14:07.999Z'),
    json: { text: 'ä"\\', list: [1, null, true, 1.5], nested: { '?': {} } },
    list: ['a', 'b'],
    colour: 'green',
  },
  {
    tiny: -128,
    small: 0,
    int: 0,
    big: -9223372036854775808n,
    bigText: '9007199254740993',
    bigNumber: -5,
    single: -0.25,
    double: 5e-324,
    decimal: '-0.0000000001',
    yes: false,
    char: '',
    string: '',
    bytes: Buffer.alloc(0),
    array: Uint8Array.from([]),
    day: '1000-01-01',
    time: '00:00:00.000',
    moment: new Date('1000-01-01T00:00:00.001Z'),
    stamp: new Date('1970-01-01T00:00:01.000Z'),
    json: [],
    list: [],
    colour: 'red',
  },
  { json: 'text' },
  { json: 0 },
  {},
];
