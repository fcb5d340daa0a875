// Point queries over any number of connections; the scenarios point-1 and point-16 are two of them.
import { POINT_COLUMNS } from '../columns.mjs';
import {
  createPeopleTable,
  PEOPLE,
  PEOPLE_STRIDE,
  personId,
  SELECT_PERSON,
} from '../data/people-table.mjs';

/**
 * @param {{ name: string, title: string, connections: number, queries: number }} shape
 * @returns {import('../catalogue.mjs').Scenario}
 */
export function pointQueries({ name, title, connections, queries }) {
  return {
    name,
    title,
    connections,
    oneCore: connections === 1,
    operations: queries,
    columns: POINT_COLUMNS,
    setup: createPeopleTable,
    appliesTo: (driver) => connections === 1 || driver.concurrent,
    floor: ['points', SELECT_PERSON, queries, connections, PEOPLE, PEOPLE_STRIDE].map(String),
    run: (driver, opened) => runAll(driver, opened, queries),
    inspect: (answered) => {
      if (answered !== queries) throw new Error(`${answered} right answers to ${queries} queries`);
      return {};
    },
    comparisons: comparisons(connections),
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

/** @param {number} connections */
function comparisons(connections) {
  const metrics = { cpuPerOperationUs: null, wallMs: null, loopMs: null };
  const async = [
    {
      subject: 'mysqldb',
      against: 'mysql2-query',
      metrics: { ...metrics, cpuPerOperationUs: 0.7 },
    },
    { subject: 'mysqldb', against: 'mariadb-query', metrics: { ...metrics, cpuPerOperationUs: 1 } },
    { subject: 'mysqldb', against: 'floor', metrics: { cpuPerOperationUs: null, wallMs: null } },
  ];
  const sync = ['best text peer', 'floor'].map((against) => ({
    subject: 'mysqldb-sync',
    against,
    metrics: { cpuPerOperationUs: null, wallMs: null },
  }));
  return connections === 1 ? [...async, ...sync] : async;
}
