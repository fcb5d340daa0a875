import { InterfaceError, Pool } from '../index';

/** Refuses what an adapter does not take: a misspelt option would be none. */
export function checkOptions(adapter: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw wrongOption(`${adapter} takes an object of options`, known);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrongOption(`${adapter} has no option ${unknown}`, known);
}

/** Refuses what is no pool of this driver, such as a URL or a pool of mysql2's. */
export function checkPool(adapter: string, pool: unknown): void {
  if (pool instanceof Pool) return;
  throw new InterfaceError(`${adapter} takes a pool that createPool() of mysqldb has made`, {
    code: 'ERR_MYSQLDB_OPTION',
    hint: "Write createPool(url), with createPool of 'mysqldb' and not of 'mysqldb/mysql2'.",
  });
}

function wrongOption(message: string, known: readonly string[]): InterfaceError {
  return new InterfaceError(message, {
    code: 'ERR_MYSQLDB_OPTION',
    hint: `The options are ${known.join(', ')}.`,
  });
}
