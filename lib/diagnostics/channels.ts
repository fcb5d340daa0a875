import { tracingChannel } from 'node:diagnostics_channel';
import type { Channel } from './trace';

/** The driver's tracing channels: what each is about says docs/diagnostics.md. */
export const connectChannel: Channel = tracingChannel('mysqldb:connect');
/** Statements of the text protocol. */
export const queryChannel: Channel = tracingChannel('mysqldb:query');
/** Statements of the binary protocol. */
export const executeChannel: Channel = tracingChannel('mysqldb:execute');
/** A caller's wait for a connection of a pool. */
export const poolAcquireChannel: Channel = tracingChannel('mysqldb:pool:acquire');
