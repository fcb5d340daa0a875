// Decimals alone, which the server prints in both protocols.
import { decimalsTable } from '../data/decimals-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'decimals',
  title: '100 000 rows × an integer and 4 columns of DECIMAL',
  table: decimalsTable,
});
