import type { Column } from '../index';
import { CharsetToEncoding } from './charsets';

/** A flag that the client library adds by itself. */
const NUM_FLAG = 0x8000;
/** How many bits of flags the protocol has. */
const FLAGS = 0xffff;

/** What the server says of a column, with the names of mysql2. */
export class ColumnDefinition {
  readonly catalog: string = 'def';
  readonly schema: string;
  readonly name: string;
  readonly orgName: string;
  readonly table: string;
  readonly orgTable: string;
  readonly characterSet: number;
  readonly encoding: string;
  readonly columnLength: number;
  readonly columnType: number;
  readonly type: number;
  readonly flags: number;
  readonly decimals: number;
  /** MariaDB's own types: 'uuid', 'inet6', 'point' and so on. */
  declare readonly extendedTypeName?: string;
  /** 'json' of MariaDB's JSON columns. */
  declare readonly extendedFormat?: string;

  constructor(column: Column) {
    this.schema = column.database;
    this.name = column.name;
    this.orgName = column.orgName;
    this.table = column.table;
    this.orgTable = column.orgTable;
    this.characterSet = column.charset;
    this.encoding = CharsetToEncoding[column.charset] ?? 'utf8';
    this.columnLength = column.length;
    this.columnType = column.type;
    this.type = column.type;
    this.flags = column.flags & FLAGS & ~NUM_FLAG;
    this.decimals = column.decimals;
    const isJson = column.extendedType === 'json';
    if (isJson) this.extendedFormat = 'json';
    else if (column.extendedType !== '') this.extendedTypeName = column.extendedType;
  }

  /** The name that `mysql` has for `schema`. */
  get db(): string {
    return this.schema;
  }
}

export interface ColumnDefinition {
  /** As in mysql2's types, which tell packets apart by it. */
  constructor: { name: 'FieldPacket' };
}

/** Of the columns of a result, which statements share that come again. */
const known = new WeakMap<readonly Column[], readonly ColumnDefinition[]>();

export function fieldsOf(columns: readonly Column[]): ColumnDefinition[] {
  let fields = known.get(columns);
  if (fields === undefined) {
    fields = columns.map((column) => new ColumnDefinition(column));
    known.set(columns, fields);
  }
  return [...fields];
}
