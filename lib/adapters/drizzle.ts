/**
 * Drizzle on a pool of mysqldb's: `drizzle(createPool(url), { schema, mode: 'default' })`.
 * @module mysqldb/drizzle
 */
import {
  createTableRelationsHelpers,
  DefaultLogger,
  type DrizzleConfig,
  entityKind,
  extractTablesRelationalConfig,
  type ExtractTablesWithRelations,
  type RelationalSchemaConfig,
} from 'drizzle-orm';
import {
  MySqlDatabase,
  MySqlDialect,
  type Mode,
  type MySqlQueryResultHKT,
  type PreparedQueryHKTBase,
} from 'drizzle-orm/mysql-core';
import { MySql2Session } from 'drizzle-orm/mysql2/session';
import type { Column, Pool } from '../index';
import { type ExecutedHeader, SessionPool } from './drizzle-client';

export type { ExecutedHeader };

/** What a statement that Drizzle has no rows of its own for resolves to. */
export interface MysqldbQueryResultHKT extends MySqlQueryResultHKT {
  /** The header, and the columns when there are rows. */
  type: [result: ExecutedHeader, fields: readonly Column[] | undefined];
}

/** Settings of Drizzle: `mode` is needed with a `schema`. */
export interface MysqldbDrizzleConfig<
  Schema extends Record<string, unknown>,
> extends DrizzleConfig<Schema> {
  /** How relations are queried: 'default', with joins, or 'planetscale', without LATERAL. */
  mode?: Mode;
}

/** A database of Drizzle's on a pool. */
export class MysqldbDatabase<
  Schema extends Record<string, unknown> = Record<string, never>,
> extends MySqlDatabase<MysqldbQueryResultHKT, PreparedQueryHKTBase, Schema> {
  /** What Drizzle knows the class by. @internal */
  static override readonly [entityKind]: string = 'MysqldbDatabase';
  /** The pool that it is on. */
  declare readonly $client: Pool;
}

/** What Drizzle keeps of a schema's tables and relations. */
function relationsOf<Schema extends Record<string, unknown>>(
  schema: Schema,
): RelationalSchemaConfig<ExtractTablesWithRelations<Schema>> {
  const { tables, tableNamesMap } = extractTablesRelationalConfig<
    ExtractTablesWithRelations<Schema>
  >(schema, createTableRelationsHelpers);
  return { fullSchema: schema, schema: tables, tableNamesMap };
}

/**
 * Drizzle on a pool. Closing the pool is its owner's affair.
 *
 * @example
 * const db = drizzle(createPool(url), { schema, mode: 'default' });
 * const users = await db.query.users.findMany({ with: { posts: true } });
 */
export function drizzle<Schema extends Record<string, unknown> = Record<string, never>>(
  pool: Pool,
  config: MysqldbDrizzleConfig<Schema> = {},
): MysqldbDatabase<Schema> {
  const { casing, logger, schema, mode = 'default', cache } = config;
  const dialect = new MySqlDialect({ ...(casing && { casing }) });
  const relations = schema && relationsOf(schema);
  const session = new MySql2Session(new SessionPool(pool) as never, dialect, relations, {
    mode,
    ...(logger && { logger: logger === true ? new DefaultLogger() : logger }),
    ...(cache && { cache }),
  });
  const db = new MysqldbDatabase<Schema>(dialect, session as never, relations, mode);
  return Object.assign(db, {
    $client: pool,
    $cache: { ...cache, invalidate: cache?.onMutate.bind(cache) },
  });
}
