// The same by prepared statements, that is by the binary protocol.
import { mysqldbDriver } from './mysqldb-async.mjs';

export const driver = mysqldbDriver({ prepared: true });
