import { Queryable } from './queryable';
import { unavailable } from './unavailable';

/** What `writeOk` of mysql2 takes. */
export interface OkPacketParams {
  /** Rows that were changed. */
  affectedRows?: number;
  /** The AUTO_INCREMENT value that was made. */
  insertId?: number;
  /** The server's status flags. */
  serverStatus?: number;
  /** How many warnings there are. */
  warningCount?: number;
  /** What the server says in words. */
  message?: string;
}

/** What `writeError` of mysql2 takes. */
export interface ErrorPacketParams {
  /** What went wrong. */
  message?: string;
  /** The number or name of the error. */
  code?: number | string;
}

/**
 * What a connection of mysql2 has when it is a server's. This driver is a client: all of it throws, and is
 * here so that a connection is one of mysql2's types too.
 */
export abstract class ServerSide extends Queryable {
  /** Always 0: the client library numbers its packets itself. */
  get sequenceId(): number {
    return 0;
  }

  /** Throws. */
  serverHandshake(_greeting: unknown): never {
    throw ofServers('serverHandshake');
  }

  /** Throws. */
  writeOk(_packet?: OkPacketParams): never {
    throw ofServers('writeOk');
  }

  /** Throws. */
  writeError(_packet?: ErrorPacketParams): never {
    throw ofServers('writeError');
  }

  /** Throws. */
  writeEof(_warnings?: number, _statusFlags?: number): never {
    throw ofServers('writeEof');
  }

  /** Throws. */
  writeTextResult(_rows?: readonly unknown[], _columns?: readonly unknown[]): never {
    throw ofServers('writeTextResult');
  }

  /** Throws. */
  writePacket(_packet: unknown): never {
    throw ofServers('writePacket');
  }
}

const ofServers = (name: string): Error =>
  unavailable(name, 'this driver is a client and cannot act as a server, use mysql2 for that');
