// Point queries over any number of connections: scenarios differ in how many, and in who waits.
import { POINT_COLUMNS } from '../columns.mjs';
import {
  createPeopleTable,
  personId,
  PERSON_QUERIES,
  SELECT_PERSON,
} from '../data/people-table.mjs';
import { queriesTask } from '../tasks.mjs';

/**
 * @param {object} shape
 * @param {string} shape.name
 * @param {string} shape.title
 * @param {number} shape.connections
 * @param {number} shape.queries
 * @param {string[]} shape.needs
 * @param {import('../catalogue.mjs').Comparison[]} shape.comparisons
 * @returns {import('../catalogue.mjs').Scenario}
 */
export function pointQueries({ name, title, connections, queries, needs, comparisons }) {
  return {
    name,
    title,
    connections,
    oneCore: connections === 1,
    operations: queries,
    columns: POINT_COLUMNS,
    setup: createPeopleTable,
    needs: ['point', ...needs],
    program: queriesTask({ ...PERSON_QUERIES, queries, width: connections }),
    run: (driver, opened) => runAll(driver, opened, queries),
    inspect: (answered) => {
      if (answered !== queries) throw new Error(`${answered} right answers to ${queries} queries`);
      return {};
    },
    comparisons,
  };
}

/**
 * @param {import('../drivers/driver.mjs').Driver} driver
 * @param {unknown[]} connections
 * @param {number} queries
 */
async function runAll(driver, connections, queries) {
  const width = connections.length;
  const lanes = connections.map((connection, i) => runLane(driver, connection, i, width, queries));
  return (await Promise.all(lanes)).reduce((sum, answered) => sum + answered, 0);
}

/**
 * Every connection takes each `width`-th query, one after the other.
 * @param {import('../drivers/driver.mjs').Driver} driver
 * @param {unknown} connection
 * @param {number} first
 * @param {number} width
 * @param {number} queries
 */
async function runLane(driver, connection, first, width, queries) {
  const sql = `${SELECT_PERSON}?`;
  let answered = 0;
  for (let n = first; n < queries; n += width) {
    const id = personId(n);
    if (driver.pointRow(await driver.point(connection, sql, id)).id === id) answered++;
  }
  return answered;
}
