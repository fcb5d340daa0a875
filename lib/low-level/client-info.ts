import { clientInfo } from '../module-attributes';

/** The version of the C client library (`mysql_get_client_info`). */
export function getClientInfo(): string {
  return clientInfo;
}
