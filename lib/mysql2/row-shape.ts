import type { Column } from '../index';

/** What a row becomes of its values. */
export type ShapeRow = (row: unknown[]) => unknown;

/** The manner in which rows are asked for. */
export interface RowManner {
  readonly rowsAsArray?: boolean | undefined;
  readonly nestTables?: boolean | string | undefined;
}

/** Sets a property whatever its name is: a plain `__proto__` would set the prototype. */
function put(row: object, name: string, value: unknown): void {
  if (name !== '__proto__') (row as Record<string, unknown>)[name] = value;
  else
    Object.defineProperty(row, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

/** What makes rows of arrays of values, for what the driver has no cursor for; of equal names the last wins. */
export function shapeOf(
  columns: readonly Column[],
  { rowsAsArray, nestTables }: RowManner,
): ShapeRow {
  if (nestTables === true) {
    return (values) => {
      const row: Record<string, object> = {};
      columns.forEach(({ table, name }, i) => {
        if (!Object.hasOwn(row, table)) put(row, table, {});
        put(row[table]!, name, values[i]);
      });
      return row;
    };
  }
  if (rowsAsArray && typeof nestTables !== 'string') return (values) => values;
  const prefix = (table: string): string =>
    typeof nestTables === 'string' ? table + nestTables : '';
  const names = columns.map(({ table, name }) => prefix(table) + name);
  return (values) => {
    const row = {};
    for (let i = 0; i < names.length; i++) put(row, names[i]!, values[i]);
    return row;
  };
}
