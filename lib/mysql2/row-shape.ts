import type { Column } from '../index';

/** What a row becomes of its values. */
export type ShapeRow = (row: readonly unknown[]) => object;

/** Sets a property whatever its name is: a plain `__proto__` would set the prototype. */
function put(row: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') row[name] = value;
  else {
    const property = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(row, name, property);
  }
}

/**
 * What makes rows with an object for each table, or with names that are joined with their table's by a
 * text; of equal names the last wins.
 */
export function shapeOf(columns: readonly Column[], nestTables: true | string): ShapeRow {
  if (typeof nestTables === 'string') {
    const names = columns.map(({ table, name }) => table + nestTables + name);
    return (values) => {
      const row: Record<string, unknown> = {};
      names.forEach((name, i) => put(row, name, values[i]));
      return row;
    };
  }
  return (values) => {
    const row: Record<string, Record<string, unknown>> = {};
    columns.forEach(({ table, name }, i) => {
      if (!Object.hasOwn(row, table)) put(row, table, {});
      put(row[table]!, name, values[i]);
    });
    return row;
  };
}
