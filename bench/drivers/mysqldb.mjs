// The driver of this repository, as its users import it: async, text protocol.
import { mysqldbDriver } from './mysqldb-async.mjs';

export const driver = mysqldbDriver();
