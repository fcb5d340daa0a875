// Integers alone: the cheapest cells that there are.
import { intsTable } from '../data/ints-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'ints',
  title: '100 000 rows × 10 columns of integers',
  table: intsTable,
});
