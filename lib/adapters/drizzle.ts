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
import type { MigrationConfig } from 'drizzle-orm/migrator';
import { migrate as migrateMySql2 } from 'drizzle-orm/mysql2/migrator';
import type { Column, Pool } from '../index';
import { type ExecutedHeader, SessionPool } from './drizzle-client';
import { DrizzleSession } from './drizzle-session';
import { checkPool } from './given-options';

export type { ExecutedHeader };

/**
 * What a statement resolves to that Drizzle has no rows of its own for: `db.execute<{ n: number }>(…)` has
 * rows, and INSERT, UPDATE and DELETE have the header alone.
 */
export interface MysqldbQueryResultHKT extends MySqlQueryResultHKT {
  /** As from mysql2's promises: a result, and its columns if it has some. */
  type: [result: ResultOf<this['row']>, fields: readonly Column[] | undefined];
}

/** Unless told, `row` is the header of mysql2's types, or `any` where those are not there. */
type ResultOf<Row> = 0 extends 1 & Row
  ? ExecutedHeader
  : [Row] extends [never]
    ? ExecutedHeader
    : Row extends { affectedRows: unknown; insertId: unknown }
      ? ExecutedHeader
      : Row[];

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
  /** Its name among Drizzle's classes. */
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
  checkPool('drizzle()', pool);
  const { casing, logger, schema, mode = 'default', cache } = config;
  const dialect = new MySqlDialect({ ...(casing && { casing }) });
  const relations = schema && relationsOf(schema);
  const session = new DrizzleSession(new SessionPool(pool), dialect, relations, {
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

/**
 * Runs the migrations of a folder that drizzle-kit has written, those that have not run yet.
 *
 * @example
 * await migrate(db, { migrationsFolder: 'drizzle' });
 */
export function migrate<Schema extends Record<string, unknown>>(
  db: MysqldbDatabase<Schema>,
  config: MigrationConfig,
): Promise<void> {
  return migrateMySql2(db as never, config);
}
