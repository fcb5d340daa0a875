// Point queries by the drivers that block.
import { pointQueries } from '../workloads/point-queries.mjs';

const metrics = { wallMs: 1, cpuMs: 0.8 };

export const scenario = pointQueries({
  name: 'point-sync',
  title: 'Point queries by blocking drivers on 1 connection',
  connections: 1,
  queries: 10_000,
  needs: ['blocking'],
  comparisons: [
    { subject: 'mysqldb-sync', against: 'mysqlclient', metrics },
    { subject: 'mysqldb-sync-prepared', against: 'mysqlclient', metrics },
    { subject: 'mysqldb-sync', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
    {
      subject: 'mysqldb-sync-prepared',
      against: 'floor-binary',
      metrics: { wallMs: null, cpuMs: null },
    },
  ],
});
