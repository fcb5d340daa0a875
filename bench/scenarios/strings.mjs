// Text alone.
import { stringsTable } from '../data/strings-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'strings',
  title: '100 000 rows × an integer and 3 columns of ASCII text',
  table: stringsTable,
  comparisons: [
    { subject: 'mysqldb', against: 'best peer', metrics: { wallMs: 0.6, cpuMs: null } },
    { subject: 'mysqldb-prepared', against: 'best peer', metrics: { wallMs: 0.6, cpuMs: null } },
    { subject: 'mysqldb', against: 'floor', metrics: { wallMs: null, cpuMs: null } },
    { subject: 'mysqldb-prepared', against: 'bun', metrics: { wallMs: null, cpuMs: null } },
  ],
});
