// The rows of mixed-rows as arrays, which most drivers make faster than objects.
import { mixedTable } from '../data/mixed-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'mixed-arrays',
  title: '100 000 rows × 10 mixed columns as arrays',
  table: mixedTable,
  as: 'arrays',
});
