import { pointQueries } from '../workloads/point-queries.mjs';

export const scenario = pointQueries({
  name: 'point-1',
  title: 'Point queries one after the other on 1 connection',
  connections: 1,
  queries: 10_000,
});
