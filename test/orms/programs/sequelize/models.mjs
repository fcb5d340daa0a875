/** The tables of the programs, as Sequelize 6 and 7 know them. */

const name = (DataTypes) => ({ type: DataTypes.STRING(50), allowNull: false, unique: true });

/** A column of every type. */
function defineValue(sequelize, T) {
  return sequelize.define(
    'value',
    {
      id: { type: T.BIGINT.UNSIGNED, primaryKey: true, autoIncrement: true },
      flag: T.BOOLEAN,
      tiny: T.TINYINT,
      small: T.SMALLINT,
      medium: T.MEDIUMINT.UNSIGNED,
      whole: T.INTEGER,
      big: T.BIGINT,
      ubig: T.BIGINT.UNSIGNED,
      exact: T.DECIMAL(65, 30),
      single: T.FLOAT,
      double: T.DOUBLE,
      day: T.DATEONLY,
      clock: T.TIME,
      moment: T.DATE(6),
      second: T.DATE(0),
      fixed: T.CHAR(3),
      text: T.STRING(100),
      body: T.TEXT('long'),
      binary: T.BLOB('tiny'),
      blob: T.BLOB('medium'),
      choice: T.ENUM('a', "it's"),
      document: T.JSON,
      place: T.GEOMETRY('POINT'),
      area: T.GEOMETRY,
      uuid: T.UUID,
    },
    { timestamps: false },
  );
}

/** @param ofAssociation options that version 6 has there, and version 7 in the foreign key */
export function defineModels(sequelize, DataTypes, ofAssociation = {}) {
  const Author = sequelize.define(
    'author',
    { name: name(DataTypes), visits: { type: DataTypes.INTEGER, defaultValue: 0 } },
    { paranoid: true, version: true },
  );
  const text = { text: DataTypes.TEXT };
  const Profile = sequelize.define('profile', text, { timestamps: false });
  const title = { title: DataTypes.STRING(80) };
  const Book = sequelize.define('book', title, { timestamps: false });
  const word = { word: DataTypes.STRING(30) };
  const Tag = sequelize.define('tag', word, { timestamps: false });
  Author.hasOne(Profile, { as: 'profile', foreignKey: 'authorId', inverse: { as: 'author' } });
  Author.hasMany(Book, {
    as: 'books',
    foreignKey: { name: 'authorId', allowNull: false, onDelete: 'RESTRICT' },
    ...ofAssociation,
    inverse: { as: 'author' },
  });
  const through = sequelize.define('book_tag', {}, { timestamps: false });
  Book.belongsToMany(Tag, { as: 'tags', through, inverse: { as: 'books' } });
  return { Value: defineValue(sequelize, DataTypes), Author, Profile, Book, Tag };
}
