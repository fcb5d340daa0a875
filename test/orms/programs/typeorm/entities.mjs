/** The tables of the program, as TypeORM knows them: EntitySchema needs no decorators. */
import { EntitySchema } from 'typeorm';
import { isMariaDB } from '../program.mjs';

const id = { type: 'int', primary: true, generated: true };

/** A column of every type. */
export const Value = new EntitySchema({
  name: 'Value',
  columns: {
    id: { type: 'bigint', primary: true, generated: true, unsigned: true },
    tiny: { type: 'tinyint', nullable: true },
    flag: { type: 'boolean', nullable: true },
    small: { type: 'smallint', nullable: true },
    medium: { type: 'mediumint', nullable: true },
    whole: { type: 'int', unsigned: true, nullable: true },
    big: { type: 'bigint', nullable: true },
    ubig: { type: 'bigint', unsigned: true, nullable: true },
    exact: { type: 'decimal', precision: 65, scale: 30, nullable: true },
    single: { type: 'float', nullable: true },
    double: { type: 'double', nullable: true },
    bits: { type: 'bit', nullable: true },
    day: { type: 'date', nullable: true },
    clock: { type: 'time', precision: 6, nullable: true },
    moment: { type: 'datetime', precision: 6, nullable: true },
    stamp: { type: 'timestamp', precision: 3, nullable: true },
    year: { type: 'year', nullable: true },
    name: { type: 'varchar', length: 100, nullable: true },
    fixed: { type: 'char', length: 3, nullable: true },
    body: { type: 'longtext', nullable: true },
    bytes: { type: 'varbinary', length: 300, nullable: true },
    exactBytes: { type: 'binary', length: 4, nullable: true },
    blob: { type: 'mediumblob', nullable: true },
    choice: { type: 'enum', enum: ['a', "it's"], nullable: true },
    several: { type: 'set', enum: ['x', 'y', 'z'], nullable: true },
    document: { type: 'json', nullable: true },
    place: { type: 'point', nullable: true },
    list: { type: 'simple-array', nullable: true },
    object: { type: 'simple-json', nullable: true },
    uuid: {
      ...(isMariaDB ? { type: 'uuid' } : { type: 'varchar', length: 36 }),
      generated: 'uuid',
    },
    ...(isMariaDB && { address: { type: 'inet6', nullable: true } }),
  },
});

export const Author = new EntitySchema({
  name: 'Author',
  columns: {
    id,
    name: { type: 'varchar', length: 50, unique: true },
    visits: { type: 'int', default: 0 },
    version: { type: 'int', version: true },
    createdAt: { type: 'datetime', createDate: true },
    updatedAt: { type: 'datetime', updateDate: true },
    deletedAt: { type: 'datetime', deleteDate: true, nullable: true },
  },
  relations: {
    profile: { type: 'one-to-one', target: 'Profile', inverseSide: 'author' },
    books: { type: 'one-to-many', target: 'Book', inverseSide: 'author', cascade: true },
  },
});

export const Profile = new EntitySchema({
  name: 'Profile',
  columns: { id, text: { type: 'text' } },
  relations: {
    author: { type: 'one-to-one', target: 'Author', joinColumn: true, inverseSide: 'profile' },
  },
});

export const Book = new EntitySchema({
  name: 'Book',
  columns: { id, title: { type: 'varchar', length: 80 } },
  relations: {
    author: { type: 'many-to-one', target: 'Author', inverseSide: 'books', nullable: false },
    tags: { type: 'many-to-many', target: 'Tag', joinTable: true, cascade: true },
  },
});

export const Tag = new EntitySchema({
  name: 'Tag',
  columns: { id, word: { type: 'varchar', length: 30 } },
});
