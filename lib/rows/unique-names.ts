import type { Column } from './column';

/**
 * A property name for each column: the column's name, for a repeated one `table.name`, and where
 * that is taken too `name_2`, `name_3` …, so that no column of an object row is lost.
 */
export function uniqueNames(columns: readonly Column[]): string[] {
  const taken = new Set<string>();
  const first = columns.map((column) => {
    if (taken.has(column.name)) return undefined;
    taken.add(column.name);
    return column.name;
  });
  const numbers = new Map<string, number>();
  return first.map((name, i) => name ?? freeName(columns[i]!, taken, numbers));
}

/** @param numbers the next number to try for a name: to begin at 2 each time would be quadratic */
function freeName(column: Column, taken: Set<string>, numbers: Map<string, number>): string {
  let name = column.table === '' ? '' : `${column.table}.${column.name}`;
  let n = numbers.get(column.name) ?? 2;
  while (name === '' || taken.has(name)) name = `${column.name}_${n++}`;
  numbers.set(column.name, n);
  taken.add(name);
  return name;
}
