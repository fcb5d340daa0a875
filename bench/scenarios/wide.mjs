// Many columns: what is done once for a cell weighs as before, what is done once for a column more.
import { wideTable } from '../data/wide-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'wide',
  title: '5 000 rows × 200 columns',
  table: wideTable,
});
