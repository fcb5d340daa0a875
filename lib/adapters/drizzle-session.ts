import type { MySqlDialect, MySqlTransactionConfig } from 'drizzle-orm/mysql-core';
import {
  MySql2Session,
  type MySql2SessionOptions,
  type MySql2Transaction,
} from 'drizzle-orm/mysql2/session';
import type { SessionPool } from './drizzle-client';

/** Drizzle's session, which gives a connection back also when its transaction could not be begun. */
export class DrizzleSession extends MySql2Session<Record<string, unknown>, never> {
  readonly #pool: SessionPool;
  readonly #more: readonly [MySqlDialect, undefined, MySql2SessionOptions];

  constructor(
    pool: SessionPool,
    dialect: MySqlDialect,
    relations: unknown,
    options: MySql2SessionOptions,
  ) {
    // Drizzle does not type them by what is known here.
    const more = [dialect, relations as undefined, options] as const;
    super(pool as never, ...more);
    this.#pool = pool;
    this.#more = more;
  }

  override async transaction<T>(
    work: (tx: MySql2Transaction<Record<string, unknown>, never>) => Promise<T>,
    config?: MySqlTransactionConfig,
  ): Promise<T> {
    const connection = await this.#pool.getConnection();
    try {
      const session = new MySql2Session<Record<string, unknown>, never>(
        connection as never,
        ...this.#more,
      );
      return await session.transaction(work, config);
    } finally {
      connection.release();
    }
  }
}
