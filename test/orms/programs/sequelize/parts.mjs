/** What both versions of Sequelize do alike; each program has the parts that differ. */
import { deadlock } from '../faults.mjs';
import { failure } from '../program.mjs';
import { MIGRATIONS } from './migrations.mjs';

const LARGE = {
  flag: true,
  tiny: -128,
  small: -32768,
  medium: 16777215,
  whole: -2147483648,
  big: '-9223372036854775808',
  ubig: '18446744073709551615',
  exact: '-12345678901234567890123456789012345.123456789012345678901234567891',
  single: 1.5,
  double: -2.2250738585072014e-308,
  day: '2024-02-29',
  clock: '23:59:58',
  moment: new Date('2024-02-29T23:59:59.987Z'),
  second: new Date('2024-11-03T05:30:00Z'),
  fixed: 'abc',
  text: `it's a "\\" 🐬 ? $1`,
  body: 'x'.repeat(70_000),
  binary: Buffer.from(Array.from({ length: 255 }, (_, i) => i)),
  blob: Buffer.alloc(70_000, 0xa5),
  choice: "it's",
  document: { a: [1, null, { b: 'é?' }], 'c d': 1.5e300, n: 5 },
  place: { type: 'Point', coordinates: [1.5, -2.25] },
  area: {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ],
    ],
  },
  uuid: '6d1a7e5c-0b57-4a68-9d6d-5f8f9a0c9d11',
};
const SMALL = { big: 1, day: '1000-01-01', moment: new Date(0), text: '', blob: Buffer.alloc(0) };

export async function migrate({ sequelize, DataTypes }) {
  await sequelize.sync();
  const face = sequelize.queryInterface ?? sequelize.getQueryInterface();
  for (const { up } of MIGRATIONS) await up(face, DataTypes);
  const up = await face.describeTable('shelf');
  await MIGRATIONS[1].down(face, DataTypes);
  const down = await face.describeTable('shelf');
  await MIGRATIONS[1].up(face, DataTypes);
  const indexes = await face.showIndex('shelf');
  const names = indexes.map(({ name, fields }) => [name, fields.map(({ attribute }) => attribute)]);
  return { up, down, names, values: await face.describeTable('values') };
}

const setDocument = (sequelize, document) =>
  sequelize.query('UPDATE `values` SET document = $1', { bind: [JSON.stringify(document)] });

/** @param withJson false where Sequelize's SQL for JSON is not the server's */
export async function everyType({ sequelize, Value, select }, withJson = true) {
  const { document, ...others } = LARGE;
  const one = await Value.create(withJson ? LARGE : others);
  if (!withJson) await setDocument(sequelize, document);
  await Value.create(SMALL);
  await Value.create({});
  const found = await Value.findAll({ order: ['id'] });
  const raw = await sequelize.query('SELECT * FROM `values` ORDER BY id', select);
  const where = { big: LARGE.big, moment: LARGE.moment, binary: LARGE.binary, exact: LARGE.exact };
  const matched = await Value.findOne({ where });
  const json = withJson && (await Value.findOne({ where: { 'document.n': 5 } }));
  const bound = await sequelize.query(
    'SELECT $1 AS text, $2 AS number, $3 AS moment, $4 AS nothing, $5 AS bytes',
    { bind: ['a?', 1.5, LARGE.moment, null, Buffer.from([0, 255])], ...select },
  );
  const replaced = await sequelize.query('SELECT :a AS a, :b AS b', {
    replacements: { a: `'"\\ :b`, b: 2 },
    ...select,
  });
  return {
    ...{ id: one.id, found: found.map((row) => row.get()), raw, bound, replaced },
    ...{ matched: matched?.get('id'), json: json && json.id },
  };
}

/** Statements that are neither of a model nor a plain SELECT, and options of the driver's. */
export async function others({ sequelize, Author, Tag, select }, connect) {
  await Author.sync({ alter: true });
  await Tag.sync({ alter: true });
  await sequelize.query('CREATE PROCEDURE two() BEGIN SELECT 1 AS a; SELECT 2 AS b; END');
  const called = await sequelize.query('CALL two()');
  const shown = await sequelize.query("SHOW TABLES LIKE 'autho%'", select);
  const [, header] = await sequelize.query('UPDATE shelf SET height = 3 WHERE id = 1');
  const named = connect({ dateStrings: true, decimalNumbers: true, multipleStatements: true });
  const [row] = await named.query(
    "SELECT CAST('2024-02-29 01:02:03' AS DATETIME) AS at, 1.50 AS n, CAST('2024-02-29' AS DATE) AS d",
    select,
  );
  const [both] = await named.query('SELECT 1 AS one; SELECT 2 AS two');
  await named.close();
  const texts = connect({ typeCast: true });
  const [cast] = await texts.query("SELECT CAST('2024-02-29' AS DATE) AS d, TRUE AS t", select);
  await texts.close();
  return { called, shown, header: { ...header, kind: header.constructor.name }, row, both, cast };
}

export async function crud({ Author, Op }) {
  const ann = await Author.create({ name: 'ann' });
  const bulk = await Author.bulkCreate([{ name: 'b1' }, { name: 'b2' }, { name: 'b3' }]);
  const updated = await Author.update({ visits: 3 }, { where: { name: { [Op.like]: 'b%' } } });
  const [same] = await Author.update({ visits: 3 }, { where: { name: 'b1' }, silent: true });
  ann.name = 'anne';
  await ann.save();
  await ann.increment('visits', { by: 2 });
  await ann.reload();
  const [found, isNew] = await Author.findOrCreate({ where: { name: 'b1' } });
  const [made, wasMade] = await Author.findOrCreate({ where: { name: 'new' } });
  const [upserted, created] = await Author.upsert({ name: 'b2', visits: 9 });
  const b3 = await Author.findOne({ where: { name: 'b3' } });
  await b3.destroy();
  const removed = await Author.destroy({ where: { name: 'new' }, force: true });
  const { rows, count } = await Author.findAndCountAll({ order: [['id', 'DESC']], limit: 2 });
  const all = await Author.findAll({ paranoid: false, order: ['id'] });
  return {
    ...{ ann: [ann.id, ann.name, ann.visits, ann.version], bulk: bulk.map(({ id }) => id) },
    ...{ updated, same, isNew, found: found.id, wasMade, made: made.name, created },
    ...{ upserted: upserted.name, removed, count, page: rows.map((row) => row.name) },
    all: all.map((row) => [row.name, row.visits, row.createdAt instanceof Date]),
    sums: [await Author.sum('visits'), await Author.max('id'), await Author.count()],
  };
}

const shown = (author) => ({
  ...{ name: author.name, profile: author.profile?.text },
  books: author.books
    ?.map(({ title, tags }) => ({ title, tags: tags?.map(({ word }) => word).sort() }))
    .sort((a, b) => (a.title < b.title ? -1 : 1)),
});

export async function relations({ Author, Book, Profile, Tag }) {
  const [red, blue] = await Tag.bulkCreate([{ word: 'red' }, { word: 'blue' }]);
  const include = [{ model: Book, as: 'books' }];
  const cy = await Author.create({ name: 'cy', books: [{ title: 'one' }] }, { include });
  const [one] = cy.books;
  const two = await cy.createBook({ title: 'two' });
  await one.addTags([red, blue]);
  await two.setTags([blue]);
  await cy.setProfile(await Profile.create({ text: 'writes' }));
  const deep = [
    { model: Book, as: 'books', include: [{ model: Tag, as: 'tags' }] },
    { model: Profile, as: 'profile' },
  ];
  const joined = await Author.findOne({ where: { name: 'cy' }, include: deep });
  const separate = [
    { model: Book, as: 'books', separate: true, include: [{ model: Tag, as: 'tags' }] },
  ];
  const apart = await Author.findOne({ where: { name: 'cy' }, include: separate });
  const paged = await Book.findAll({
    include: [{ model: Author, as: 'author', required: true }],
    order: [['id', 'DESC']],
    limit: 1,
  });
  const nested = await Book.findAll({
    include: [{ model: Tag, as: 'tags', where: { word: 'red' } }],
    raw: true,
    nest: true,
  });
  await one.removeTag(red);
  return {
    ...{ joined: shown(joined), apart: shown(apart), left: await one.countTags() },
    ...{ paged: paged.map((book) => [book.title, book.author.name]) },
    nested: nested.map(({ title, tags }) => [title, tags.word]),
    lazy: (await joined.getBooks({ order: ['id'] })).map(({ title }) => title),
  };
}

export async function many({ Tag, Op, sequelize, select }) {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ word: `w${i}` }));
  const made = await Tag.bulkCreate(rows);
  const rising = made.every(({ id }, i) => i === 0 || id === made[i - 1].id + 1);
  const seen = [];
  for (let last = 0; ; last = seen.at(-1).id) {
    const where = { id: { [Op.gt]: last }, word: { [Op.like]: 'w%' } };
    const batch = await Tag.findAll({ where, order: ['id'], limit: 300 });
    if (batch.length === 0) break;
    seen.push(...batch);
  }
  const inOrder = seen.every(({ word }, i) => word === `w${i}`);
  const parallel = await Promise.all(
    Array.from({ length: 20 }, (_, i) => Tag.findOne({ where: { word: `w${i}` } })),
  );
  const prepared = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      sequelize.query('SELECT word FROM tags WHERE word = $1', { bind: [`w${i}`], ...select }),
    ),
  );
  return {
    ...{ rising, inOrder, count: seen.length, parallel: parallel.map(({ word }) => word) },
    prepared: prepared.map(([{ word }]) => word),
  };
}

/** The driver's error: version 6 has it by another name, 7 has none in errors of validation. */
const causeOf = (error) => (Object.hasOwn(error, 'parent') ? error.parent : error.cause);

/** What Sequelize throws, with what it took from the driver's error. */
function plain(error) {
  const { name, message, fields, table, index, sql, parameters } = error;
  const cause = causeOf(error);
  return {
    ...{ name, message, fields, table, index, sql, parameters },
    errors: error.errors?.map(({ message, path, value, type }) => [message, path, value, type]),
    cause: cause && { ...cause, message: cause.message },
  };
}

export async function errors({ sequelize, Author, Book }) {
  const query = (sql, options) => failure(() => sequelize.query(sql, options));
  const unique = await failure(() => Author.create({ name: 'anne' }));
  const foreign = await failure(() => Book.create({ title: 'orphan', authorId: 999_999 }));
  const parent = await failure(() => Author.destroy({ where: { name: 'cy' }, force: true }));
  const missing = await query('SELECT * FROM nowhere WHERE a = $1', { bind: [1] });
  const nulls = await query('INSERT INTO shelf (id, height) VALUES (9, NULL)');
  const syntax = await query('SELEC 1');
  return {
    ...{ unique: plainUnique(unique), foreign: plain(foreign), parent: plain(parent) },
    ...{ missing: plain(missing), nulls: plain(nulls), syntax: plain(syntax) },
    isError: causeOf(missing) instanceof Error,
  };
}

/** Fails with what Sequelize makes of a deadlock. */
export function deadlocked({ sequelize }) {
  const lock = (transaction, row) =>
    sequelize.query(`UPDATE shelf SET height = height + 1 WHERE id = ${row}`, { transaction });
  return deadlock((work) => sequelize.transaction(work), lock);
}

/** Its statement has the time in it. */
function plainUnique(error) {
  const shown = plain(error);
  for (const part of [shown, shown.cause ?? {}]) {
    delete part.sql;
    delete part.parameters;
  }
  return shown;
}
