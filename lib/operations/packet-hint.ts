import { CR } from '../constants/client-errors';
import type { NativeError } from '../native/binding';
import { OPTION_DEFAULTS } from '../options/option-defaults';
import type { ResolvedOptions } from '../options/connect-options';

/** Every server takes packets of so many bytes; its limit is asked for where rows are put together. */
const ALWAYS_ALLOWED = 1024 * 1024;

/** A server that hung up while a large statement was sent does so again. */
const STATEMENT_TOO_LARGE = {
  retryable: false,
  hint: 'The statement is probably above max_allowed_packet, after which servers hang up: send less at once, or raise it on the server.',
};

/** The client library breaks the connection off, and says no more than that it was lost. */
const ANSWER_TOO_LARGE = {
  hint: "The answer is probably above the option `maxAllowedPacket`, which is below its default: raise it or leave it out, or else look in the server's log for the cause.",
};

const TIMED_OUT = /did not answer in time/;

/**
 * What a lost connection has to say of packets, if it may be that one was too large.
 * @param sent about how many bytes the statement had
 */
export function packetHint(
  { errno, message }: NativeError,
  { maxAllowedPacket }: ResolvedOptions,
  sent: number,
): { readonly hint?: string; readonly retryable?: boolean } {
  if (errno === CR.SERVER_GONE_ERROR && sent > ALWAYS_ALLOWED) return STATEMENT_TOO_LARGE;
  const isLow = maxAllowedPacket < OPTION_DEFAULTS.maxAllowedPacket;
  return errno === CR.SERVER_LOST && isLow && !TIMED_OUT.test(message) ? ANSWER_TOO_LARGE : {};
}
