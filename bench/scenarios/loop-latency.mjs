import { streamLatency } from '../workloads/stream-latency.mjs';

export const scenario = streamLatency({
  name: 'loop-latency',
  title: 'Lateness of a 1 ms timer while SELECT SLEEP(5) and a stream of 1 000 000 rows run',
  consume: (row) => row,
});
