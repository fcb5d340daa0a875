// Point queries on one connection, 64 begun at once. Drivers that have no pipeline send them one after
// the other all the same: the one of this repository does so without its pipeline.
import { POINT_COLUMNS } from '../columns.mjs';
import {
  createPeopleTable,
  personId,
  PERSON_QUERIES,
  SELECT_PERSON,
} from '../data/people-table.mjs';
import { pipelineTask } from '../tasks.mjs';

const DEPTH = 64;
const QUERIES = 6_400;

/** @type {import('../catalogue.mjs').Scenario} */
export const scenario = {
  name: 'pipeline-64',
  title: 'Point queries on 1 connection, 64 begun at once',
  connections: 1,
  operations: QUERIES,
  columns: POINT_COLUMNS,
  setup: createPeopleTable,
  needs: ['points'],
  program: pipelineTask({ ...PERSON_QUERIES, queries: QUERIES, width: DEPTH }),
  run: askAll,
  inspect: (answered) => {
    if (answered !== QUERIES) throw new Error(`${answered} right answers to ${QUERIES} queries`);
    return {};
  },
  comparisons: [
    {
      subject: 'mysqldb-pipeline',
      against: 'mysqldb',
      metrics: { perSecond: 3, cpuPerOperationUs: null },
    },
    {
      subject: 'mysqldb-pipeline',
      against: 'best peer',
      metrics: { perSecond: null, cpuPerOperationUs: null },
    },
    {
      subject: 'mysqldb-pipeline',
      against: 'floor',
      metrics: { perSecond: null, cpuPerOperationUs: null },
    },
  ],
};

/**
 * @param {import('../drivers/driver.mjs').Driver} driver
 * @param {unknown[]} connections
 */
async function askAll(driver, [connection]) {
  const sql = `${SELECT_PERSON}?`;
  let answered = 0;
  for (let n = 0; n < QUERIES; n += DEPTH) {
    const ids = Array.from({ length: DEPTH }, (_, i) => personId(n + i));
    const answers = await driver.points(connection, sql, ids);
    for (let i = 0; i < DEPTH; i++) if (driver.pointRow(answers[i]).id === ids[i]) answered++;
  }
  return answered;
}
