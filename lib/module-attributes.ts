import type { ClientCapabilities } from './native/binding';
import { addon } from './native/load';

/** The version of the DB-API that the module follows (PEP 249). */
export const apilevel = '2.0';

/** Threads may share the module, but not connections (PEP 249): a worker thread opens its own. */
export const threadsafety = 1;

/** Question marks for positional parameters (PEP 249); `:name` for named ones works too. */
export const paramstyle = 'qmark';

/** The version of the C client library. */
export const clientInfo: string = addon.clientInfo;

/** What that library can do. */
export const capabilities: ClientCapabilities = Object.freeze({ ...addon.capabilities });
