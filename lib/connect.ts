import { Connection } from './connection';
import type { ConnectOptions } from './options/connect-options';
import { optionsOf } from './options/given-options';

/**
 * Opens a connection.
 * @param options connect options, or a URL as `mysql://user:password@host:3306/database`; without any the server of
 *   this machine
 * @throws OperationalError when the server cannot be reached or refuses; InterfaceError for options
 *   that are wrong
 */
export function connect(options?: ConnectOptions | string | URL): Promise<Connection>;
export function connect(...given: [options?: ConnectOptions | string | URL]): Promise<Connection> {
  return Connection.open(optionsOf(given));
}
