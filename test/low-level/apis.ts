import type { ConnectOptions } from '../../lib';
import { connect, connectSync, type LowLevelConnection } from '../../lib/low-level';
import { serverOptions } from '../support/apis';

/** The two faces of the low-level API; awaiting what the sync one gives at once is fine. */
export const APIS = [
  {
    name: 'async',
    connect: (options?: ConnectOptions): Promise<LowLevelConnection<'async'>> =>
      connect({ ...serverOptions(), ...options }),
  },
  {
    name: 'sync',
    connect: async (options?: ConnectOptions): Promise<LowLevelConnection<'async'>> =>
      connectSync({ ...serverOptions(), ...options }) as never,
  },
] as const;

/** A new connection for each test, closed after it. */
export function useLowLevel(
  api: (typeof APIS)[number],
  options?: ConnectOptions,
): () => LowLevelConnection<'async'> {
  let connection: LowLevelConnection<'async'>;
  beforeEach(async () => {
    connection = await api.connect(options);
  });
  afterEach(async () => {
    await connection.close();
  });
  return () => connection;
}
