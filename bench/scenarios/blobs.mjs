// Large values: how often a driver copies them.
import { blobsTable } from '../data/blobs-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'blobs',
  title: '32 values of 1 MiB',
  table: blobsTable,
});
