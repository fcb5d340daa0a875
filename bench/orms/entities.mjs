// What every ORM selects and inserts: rows of the table `read`, and entities for the table `written`.

export const ROWS = 1000;

/**
 * How often a round does its task. V8 collects young garbage every second or third time; a median of single
 * times would say which of the two it met.
 */
export const REPEATS = 4;

export const TABLES = ['read', 'written'];

export const COLUMNS = `id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), city VARCHAR(50), visits INT,
  balance DECIMAL(12,2), ref BIGINT, active BOOLEAN, seen DATETIME(3)`;

/** @returns {Record<string, unknown>[]} as an application has them */
export function entities() {
  return Array.from({ length: ROWS }, (_, i) => ({
    name: `person number ${i}`,
    city: i % 7 === 0 ? 'Århus' : 'Berlin',
    visits: i,
    balance: `${i}.25`,
    ref: 1_000_000_000_000 + i,
    active: i % 2 === 0,
    seen: new Date(1_700_000_000_000 + i * 1001),
  }));
}

/**
 * @typedef {object} Work what an ORM does on one of the drivers
 * @property {() => Promise<unknown[]>} select of all rows of the table `read`
 * @property {() => Promise<unknown>} insert of all entities into the table `written`
 * @property {() => Promise<unknown>} close
 */

/** @typedef {{ host: string, port: number, user: string, password: string, database: string }} Server */

/** @typedef {'mysqldb' | 'peer'} Driver this one, or the one that the ORM is used with otherwise */
