// More connections than a server has cores, by far.
import { manyConnections } from '../workloads/many-connections.mjs';

export const scenario = manyConnections(64, null);
