// The blocking half of this repository's driver.
import { mysqldbSyncDriver } from './mysqldb-blocking.mjs';

export const driver = mysqldbSyncDriver();
