// The same with a program that works on each row and so is slower than the server: rows are always
// there already, and a driver that hands them out without a turn of the event loop starves the rest.
import { streamLatency } from '../workloads/stream-latency.mjs';

export const scenario = streamLatency({
  name: 'busy-consumer',
  title: 'The same, with a program that makes text of every row',
  consume: (row) => String(row),
});
