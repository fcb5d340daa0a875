import { pointQueries } from '../workloads/point-queries.mjs';

export const scenario = pointQueries({
  name: 'point-16',
  title: 'Point queries on 16 connections in parallel',
  connections: 16,
  queries: 20_000,
});
