// Dates alone: the dearest cells to decode.
import { datesTable } from '../data/dates-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'dates',
  title: '100 000 rows × an integer and 5 columns of dates',
  table: datesTable,
});
