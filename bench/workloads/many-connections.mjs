// Point queries on many connections at once.
import { pointQueries } from './point-queries.mjs';

/**
 * @param {number} connections
 * @param {number | null} cpuAtMost the target beside the best peer
 */
export function manyConnections(connections, cpuAtMost) {
  const metrics = { cpuPerOperationUs: cpuAtMost, perSecond: null, loopMs: null };
  const others = { cpuPerOperationUs: null, perSecond: null };
  return pointQueries({
    name: `point-${connections}`,
    title: `Point queries on ${connections} connections in parallel`,
    connections,
    queries: 19_200, // the same number on each of 16 or 64
    needs: ['concurrent'],
    comparisons: [
      { subject: 'mysqldb', against: 'best peer', metrics },
      { subject: 'mysqldb-prepared', against: 'best peer', metrics },
      { subject: 'mysqldb', against: 'floor', metrics: others },
      { subject: 'mysqldb-prepared', against: 'bun', metrics: others },
    ],
  });
}
