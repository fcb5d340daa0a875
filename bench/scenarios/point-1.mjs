// The latency of a small query; the drivers that prepare answer for prepared point queries.
import { pointQueries } from '../workloads/point-queries.mjs';

const metrics = { cpuPerOperationUs: null, wallMs: null, loopMs: null };

export const scenario = pointQueries({
  name: 'point-1',
  title: 'Point queries one after the other on 1 connection',
  connections: 1,
  queries: 10_000,
  needs: ['async'],
  comparisons: [
    { subject: 'mysqldb', against: 'best text peer', metrics },
    { subject: 'mysqldb', against: 'floor', metrics: { cpuPerOperationUs: null, wallMs: null } },
    {
      subject: 'mysqldb-prepared',
      against: 'best peer',
      metrics: { perSecond: 1.4, cpuPerOperationUs: null },
    },
    {
      subject: 'mysqldb-prepared',
      against: 'bun',
      metrics: { perSecond: null, cpuPerOperationUs: null },
    },
  ],
});
