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
  return first.map((name, i) => name ?? freeName(columns[i]!, taken));
}

function freeName(column: Column, taken: Set<string>): string {
  let name = column.table === '' ? '' : `${column.table}.${column.name}`;
  for (let n = 2; name === '' || taken.has(name); n++) name = `${column.name}_${n}`;
  taken.add(name);
  return name;
}
