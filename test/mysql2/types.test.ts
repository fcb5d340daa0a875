/** Checked by the compiler: what is served satisfies mysql2's own types. */
import type { EventEmitter } from 'node:events';
import * as mysql2 from 'mysql2';
import type * as promises from 'mysql2/promise';
import * as facade from '../../lib/mysql2';
import type * as facadePromises from '../../lib/mysql2/promise';

/** What is chained returns the very class. */
type Chained = keyof EventEmitter;
/** mysql2 declares what only a server's side of a connection has. */
type OfServers =
  `write${string}` | 'serverHandshake' | 'sequenceId' | 'createBinlogStream' | 'state';
/** Not there in mysql2 either, though its types say so. */
type Imagined = 'unprepare';
/** They give connections and pools, which are compared by themselves. */
type Nested = 'promise' | 'getConnection' | 'releaseConnection' | 'config' | 'connection' | 'pool';

type Served<T, More = never> = Omit<T, Chained | OfServers | Nested | Extract<More, string>>;

/** The command that is returned has more in mysql2's types than programs use. */
type Commands = 'query' | 'execute' | 'prepare' | Imagined;

type Satisfies<Expected, Got extends Expected> = Got;

export type Checked = [
  Satisfies<Served<mysql2.Connection, Commands>, facade.Connection>,
  Satisfies<Served<mysql2.PoolConnection, Commands>, facade.PoolConnection>,
  Satisfies<Served<mysql2.Pool, Commands | Imagined>, facade.Pool>,
  Satisfies<Served<promises.Connection, 'prepare'>, facadePromises.PromiseConnection>,
  Satisfies<Served<promises.PoolConnection, 'prepare'>, facadePromises.PoolConnection>,
  Satisfies<
    Pick<promises.Pool, 'query' | 'execute' | 'end' | 'escape'>,
    facadePromises.PromisePool
  >,
  Satisfies<mysql2.FieldPacket, facade.FieldPacket>,
  Satisfies<mysql2.ResultSetHeader, facade.ResultSetHeader>,
  Satisfies<mysql2.QueryError, facade.QueryError>,
  Satisfies<
    Pick<typeof mysql2, 'escape' | 'escapeId' | 'format' | 'raw' | 'setMaxParserCache'>,
    typeof facade
  >,
];

/** Options that are written for mysql2 are taken. */
export const taken = (options: mysql2.PoolOptions, query: mysql2.QueryOptions): unknown => {
  const ours: facade.PoolOptions = { ...options, stream: undefined } as object;
  const asked: facade.QueryOptions = query;
  return [ours, asked];
};

test('every name of mysql2 that programs use is there', () => {
  const missing = Object.keys(mysql2).filter((name) => name !== 'default' && !(name in facade));
  expect(missing.sort()).toEqual(['authPlugins', 'createServer']);
});
