// A busy service: every connection has one query under way.
import { manyConnections } from '../workloads/many-connections.mjs';

export const scenario = manyConnections(16, 0.65);
