import type { ConnectOptions } from '../../lib';
import {
  connect,
  connectSync,
  type LowLevelConnection,
  type LowLevelResult,
} from '../../lib/low-level';
import { serverOptions } from './apis';

/** One of the two faces of the low-level interface; as {@link Api} for the connections above it. */
export interface LowLevelApi {
  readonly name: 'async' | 'sync';
  connect(options?: ConnectOptions): Promise<LowLevelConnection>;
}

/** Methods of the sync one return values where those of the async one return promises. */
export const LOW_LEVEL_APIS: readonly LowLevelApi[] = [
  { name: 'async', connect: (options) => connect({ ...serverOptions(), ...options }) },
  {
    name: 'sync',
    connect: async (options) =>
      connectSync({ ...serverOptions(), ...options }) as unknown as LowLevelConnection,
  },
];

/** A new connection for each test, closed after it; the function that is returned gives it. */
export function useLowLevel(api: LowLevelApi, options?: ConnectOptions): () => LowLevelConnection {
  let connection: LowLevelConnection;
  beforeEach(async () => {
    connection = await api.connect(options);
  });
  afterEach(async () => {
    await connection.close();
  });
  return () => connection;
}

export async function stored(conn: LowLevelConnection, sql: string): Promise<LowLevelResult> {
  await conn.query(sql);
  return (await conn.storeResult())!;
}

/** The first row of a query, as text. */
export async function textRow(conn: LowLevelConnection, sql: string): Promise<(string | null)[]> {
  const [row] = await (await stored(conn, sql)).fetchRow();
  return row!.map((cell) => (cell === null ? null : String(cell as Buffer)));
}

export const OUT_OF_SYNC = { errno: 2014, code: 'CR_COMMANDS_OUT_OF_SYNC', fatal: false };
