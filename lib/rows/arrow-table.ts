import type * as Arrow from 'apache-arrow';
import { NotSupportedError } from '../errors';
import type { ResultColumn, ResultColumns } from './result-columns';

type ArrowModule = typeof Arrow;

let load = (): ArrowModule => require('apache-arrow') as ArrowModule;
let loaded: ArrowModule | undefined;

/**
 * The package has its classes once for each kind of module, and what it exports takes the Tables of its
 * own kind only: the ES module of this package says how to load the other one.
 */
export function loadArrowWith(loader: () => ArrowModule): void {
  load = loader;
  loaded = undefined;
}

/** The optional peer dependency, loaded when it is first asked for. */
function arrowModule(): ArrowModule {
  try {
    return (loaded ??= load());
  } catch (cause) {
    throw new NotSupportedError('The package apache-arrow cannot be loaded', {
      code: 'ERR_MYSQLDB_NO_ARROW',
      hint: hintFor(cause),
      cause,
    });
  }
}

function hintFor(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ESM'
    ? 'For ES modules this takes Node.js 20.19, 22.12 or later.'
    : 'Install it beside mysqldb: npm install apache-arrow.';
}

/**
 * Before anything is fetched: columns that cannot be given are not to be taken.
 * @throws NotSupportedError when apache-arrow is not there
 */
export function checkArrow(): void {
  arrowModule();
}

/** A Table on the arrays of the columns. */
export function arrowTable({ rowCount, columns }: ResultColumns): Arrow.Table {
  const arrow = arrowModule();
  const children = columns.map((column) => columnData(arrow, column));
  const fields = columns.map(({ name }, i) => new arrow.Field(name, children[i]!.type, true));
  const data = arrow.makeData({
    type: new arrow.Struct(fields),
    length: rowCount,
    nullCount: 0,
    children,
  });
  const schema = new arrow.Schema(fields);
  return new arrow.Table(schema, new arrow.RecordBatch(schema, data));
}

function columnData(arrow: ArrowModule, column: ResultColumn): Arrow.Data {
  const { makeData } = arrow;
  const { length, nullCount, validity: nullBitmap } = column;
  const common = { length, nullCount, nullBitmap };
  switch (column.type) {
    case 'int32':
      return makeData({ ...common, type: new arrow.Int32(), data: column.values });
    case 'uint32':
      return makeData({ ...common, type: new arrow.Uint32(), data: column.values });
    case 'int64':
      return makeData({ ...common, type: new arrow.Int64(), data: column.values });
    case 'uint64':
      return makeData({ ...common, type: new arrow.Uint64(), data: column.values });
    case 'double':
      return makeData({ ...common, type: new arrow.Float64(), data: column.values });
    case 'date': {
      const data = BigInt64Array.from(column.values, BigInt);
      return makeData({ ...common, type: new arrow.TimestampMillisecond('UTC'), data });
    }
    case 'dateMicros': {
      const type = new arrow.TimestampMicrosecond('UTC');
      return makeData({ ...common, type, data: column.values });
    }
    case 'text':
    case 'json': {
      const { values: data, offsets: valueOffsets } = column;
      return makeData({ ...common, type: new arrow.Utf8(), data, valueOffsets });
    }
    case 'bytes':
    case 'vector': {
      const { values: data, offsets: valueOffsets } = column;
      return makeData({ ...common, type: new arrow.Binary(), data, valueOffsets });
    }
    case 'any':
      return arrow.vectorFromArray(column.values).data[0]!;
  }
}
