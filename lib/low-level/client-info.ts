import { addon } from '../native/load';

/** The version of the C client library. */
export function getClientInfo(): string {
  return addon.clientInfo;
}
