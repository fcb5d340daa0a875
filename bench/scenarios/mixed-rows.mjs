// A large result of everyday columns, every row an object: the work of the row decoder.
import { mixedTable } from '../data/mixed-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

/** Whoever only exchanges the import gets no slower. */
const AS_FAST = { wallMs: 1, cpuMs: 1 };

export const scenario = rowResult({
  name: 'mixed-rows',
  title: '100 000 rows × 10 mixed columns as objects',
  table: mixedTable,
  comparisons: [
    { subject: 'mysqldb', against: 'floor', metrics: { wallMs: 1.3, cpuMs: null } },
    {
      subject: 'mysqldb',
      against: 'best text peer',
      metrics: { wallMs: 0.75, cpuMs: 0.55, loopMs: 0.4 },
    },
    { subject: 'mysqldb-prepared', against: 'floor-binary', metrics: { wallMs: 1.6, cpuMs: null } },
    { subject: 'mysqldb-prepared', against: 'bun', metrics: { wallMs: 0.75, cpuMs: 1 } },
    {
      subject: 'mysqldb-prepared',
      against: 'best binary peer',
      metrics: { wallMs: 0.55, cpuMs: 0.5, loopMs: 0.4 },
    },
    { subject: 'mysqldb-mysql2-query', against: 'mysql2-query', metrics: AS_FAST },
    { subject: 'mysqldb-mysql2-execute', against: 'mysql2-execute', metrics: AS_FAST },
    { subject: 'mysqldb-sync', against: 'best text peer', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-sync', against: 'mysqlclient', metrics: { wallMs: null, cpuMs: null } },
  ],
});
