import type { Column } from '../index';
import { CharsetToEncoding } from './charsets';

/** A flag that the client library adds by itself. */
const NUM_FLAG = 0x8000;
/** How many bits of flags the protocol has. */
const FLAGS = 0xffff;

/** What the server says of a column, with the names of mysql2. */
export class ColumnDefinition {
  /** Always 'def'. */
  readonly catalog: string = 'def';
  /** The database of that table. */
  readonly schema: string;
  /** Its name. */
  readonly name: string;
  /** The name of the column that it comes from. */
  readonly orgName: string;
  /** The table's name or alias. */
  readonly table: string;
  /** The name of the table that it comes from. */
  readonly orgTable: string;
  /** A collation's id; 63 means binary data. */
  readonly characterSet: number;
  /** The encoding of its text. */
  readonly encoding: string;
  /** The greatest length of a value, in bytes. */
  readonly columnLength: number;
  /** As in {@link Types}. */
  readonly columnType: number;
  /** Its type. */
  readonly type: number;
  /** CLIENT flags by name. */
  readonly flags: number;
  /** Digits after the decimal point, or of a second. */
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
  constructor: {
    /** The type's name. */
    name: 'FieldPacket';
  };
  /** Of `mysql`, as what follows; not there. */
  charsetNr?: number;
  /** Not there. */
  default?: unknown;
  /** Not there: see `columnLength`. */
  length?: number;
  /** Not there. */
  protocol41?: boolean;
  /** Not there. */
  typeName?: string;
  /** Not there. */
  zerofill?: boolean;
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
