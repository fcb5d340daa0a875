import { ProgrammingError } from '../errors';
import type { Column } from '../rows/column';

/** 0: arrays. 1: objects, a second column of a name as `table.column`. 2: objects, `table.column` always. */
export type How = 0 | 1 | 2;

export type LowLevelRow = unknown[] | Record<string, unknown>;

/** @throws ProgrammingError for what is none of the three; `_mysql` crashed on -1 */
export function checkHow(how: unknown): How {
  if (how === 0 || how === 1 || how === 2) return how;
  throw new ProgrammingError('how is out of range: it is 0 (arrays), 1 or 2 (objects)', {
    code: 'ERR_MYSQLDB_ARGUMENT',
  });
}

/** Names of an object's properties; a name that is taken gets a number, so that no column is lost. */
function names(columns: readonly Column[], how: 1 | 2): string[] {
  const taken = new Set<string>();
  return columns.map(({ name, table }) => {
    const long = table === '' ? name : `${table}.${name}`;
    let free = how === 2 || taken.has(name) ? long : name;
    for (let n = 2; taken.has(free); n++) free = `${long}_${n}`;
    taken.add(free);
    return free;
  });
}

/** Rows in the shape that was asked for. */
export function shaped(rows: unknown[][], columns: readonly Column[], how: How): LowLevelRow[] {
  if (how === 0) return rows;
  const keys = names(columns, how);
  // fromEntries defines own properties, `__proto__` too
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [keys[i]!, value])));
}
