import type { ResolvedOptions } from './resolved-options';
import type { SecurityOptions } from './security-options';
import type { ServerOptions } from './server-options';
import type { SessionOptions } from './session-options';
import type { ValueOptions } from './value-options';

export type * from './resolved-options';

/** What `connect` and `connectSync` take; most may also stand in the query of a `mysql://` URL. */
export interface ConnectOptions
  extends ServerOptions, SecurityOptions, SessionOptions, ValueOptions {}

/** The options about values; a cursor may have its own. */
export type CursorOptions = Pick<
  ConnectOptions,
  | 'timezone'
  | 'bigint'
  | 'decimal'
  | 'dates'
  | 'dateOnly'
  | 'zeroDates'
  | 'repeatedNames'
  | 'json'
  | 'conv'
>;

/** Those after validation. */
export type ConversionOptions = Pick<ResolvedOptions, keyof CursorOptions>;
