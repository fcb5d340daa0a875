// The same by prepared statements.
import { mysqldbSyncDriver } from './mysqldb-blocking.mjs';

export const driver = mysqldbSyncDriver({ prepared: true });
