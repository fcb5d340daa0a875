import { once } from 'node:events';
import { connect, type NetConnectOpts } from 'node:net';

/**
 * The first packet of the server: protocol version and version text.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
 */
export async function greeting(address: NetConnectOpts): Promise<[number | undefined, string]> {
  const socket = connect(address);
  try {
    const [packet] = (await once(socket, 'data')) as [Buffer];
    return [packet[4], packet.toString('latin1', 5, packet.indexOf(0, 5))];
  } finally {
    socket.destroy();
  }
}
