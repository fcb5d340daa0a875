/** Checked by the compiler: what is served satisfies mysql2's own types. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/mysql2';
import * as mysql2 from 'mysql2';
import type * as promises from 'mysql2/promise';
import * as ts from 'typescript';
import * as facade from '../../lib/mysql2';
import type * as facadePromises from '../../lib/mysql2/promise';
import { options } from './typed-program';

type Satisfies<Expected, Got extends Expected> = Got;

/** What no client can have: a server, and code that speaks the protocol. */
const IMPOSSIBLE = ['AuthPlugin', 'AuthPluginDefinition', 'authPlugins', 'createServer'];

/**
 * Classes that programs do not make themselves, charsets (any name is a number), parameters (they are the
 * values), and what is impossible.
 */
type NotValues =
  | 'authPlugins'
  | 'Charsets'
  | 'Connection'
  | 'createServer'
  | 'PoolConnection'
  | 'PrepareStatementInfo'
  | 'TypedParameter';

export type Checked = [
  Satisfies<mysql2.Connection, facade.Connection>,
  Satisfies<mysql2.PoolConnection, facade.PoolConnection>,
  Satisfies<mysql2.Pool, facade.Pool>,
  Satisfies<mysql2.PoolCluster, facade.PoolCluster>,
  Satisfies<mysql2.PoolNamespace, facade.PoolNamespace>,
  Satisfies<mysql2.Query, facade.Query>,
  Satisfies<mysql2.Prepare, facade.Prepare>,
  Satisfies<mysql2.PrepareStatementInfo, facade.PrepareStatementInfo>,
  Satisfies<promises.Connection, facadePromises.Connection>,
  Satisfies<promises.Connection, facadePromises.PromiseConnection>,
  Satisfies<promises.PoolConnection, facadePromises.PoolConnection>,
  Satisfies<promises.Pool, facadePromises.Pool>,
  Satisfies<promises.PoolCluster, facadePromises.PoolCluster>,
  Satisfies<promises.PoolNamespace, facadePromises.PoolNamespace>,
  Satisfies<promises.PreparedStatementInfo, facadePromises.PreparedStatementInfo>,
  Satisfies<mysql2.FieldPacket, facade.FieldPacket>,
  Satisfies<mysql2.ResultSetHeader, facade.ResultSetHeader>,
  Satisfies<mysql2.OkPacket, facade.OkPacket>,
  Satisfies<mysql2.QueryError, facade.QueryError>,
  Satisfies<mysql2.TypeCastField, facade.TypeCastField>,
  Satisfies<Omit<typeof mysql2, NotValues>, typeof facade>,
  Satisfies<Omit<typeof promises, NotValues>, typeof facadePromises>,
  // What is written for mysql2 is taken.
  Satisfies<facade.ConnectionOptions, mysql2.ConnectionOptions>,
  Satisfies<facade.PoolOptions, mysql2.PoolOptions>,
  Satisfies<facade.PoolClusterOptions, mysql2.PoolClusterOptions>,
  Satisfies<facade.QueryOptions, mysql2.QueryOptions>,
];

/** An ORM that is typed for mysql2 takes both pools. */
export const drizzled = (pool: facade.Pool): unknown[] => [
  drizzle({ client: pool }),
  drizzle({ client: pool.promise() }),
  drizzle(pool),
];

const ROOT = join(__dirname, '../..');
const FACADE = {
  mysql2: [join(ROOT, 'lib/mysql2/index.ts')],
  'mysql2/promise': [join(ROOT, 'lib/mysql2/promise.ts')],
};

/** The compiler as a program has it that imports `mysql2`, and gets this driver's. */
function compilerOf(files: readonly string[], more: ts.CompilerOptions = {}): ts.Program {
  const { config } = ts.parseConfigFileTextToJson(
    'tsconfig.json',
    readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return ts.createProgram(files, { ...options, noEmit: true, ...more });
}

const messagesIn = (program: ts.Program, file: string): string[] =>
  program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

/** The exported names, each with whether it is a type, a value or both. */
function exportsOf(program: ts.Program, file: string): Map<string, { isType: boolean }> {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const found = checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    return [symbol.name, { isType: (flags & ts.SymbolFlags.Type) !== 0 }] as const;
  });
  return new Map(found);
}

test.each(['index', 'promise'])('every name of mysql2 is in %s, types too', (entry) => {
  const theirs = join(ROOT, `node_modules/mysql2/${entry}.d.ts`);
  const ours = join(ROOT, `lib/mysql2/${entry}.ts`);
  const program = compilerOf([theirs, ours]);
  const has = exportsOf(program, ours);
  const missing = [...exportsOf(program, theirs)].filter(([name, { isType }]) => {
    const found = has.get(name);
    return found === undefined || (isType && !found.isType);
  });
  expect(missing.map(([name]) => name).sort()).toEqual(IMPOSSIBLE);
});

test('a program that is typed for mysql2 compiles with another import alone', () => {
  const file = join(__dirname, 'typed-program.ts');
  for (const exactOptionalPropertyTypes of [true, false]) {
    const program = compilerOf([file], { paths: FACADE, exactOptionalPropertyTypes });
    expect(messagesIn(program, file)).toEqual([]);
  }
});

test('the options of that program are taken at run time too', () => {
  const { ssl, dateStrings } = new facade.ConnectionConfig(options);
  expect([ssl?.cert, dateStrings]).toEqual(['…', ['DATE']]);
});

test('the declarations of an ORM compile with this in place of mysql2', () => {
  const folder = join(ROOT, 'node_modules/drizzle-orm/mysql2');
  const files = ['driver.d.ts', 'session.d.ts'].map((name) => join(folder, name));
  const program = compilerOf(files, { paths: FACADE, skipLibCheck: false });
  expect(files.flatMap((file) => messagesIn(program, file))).toEqual([]);
});

test('every value of mysql2 that programs use is there', () => {
  const missing = Object.keys(mysql2).filter((name) => name !== 'default' && !(name in facade));
  expect(missing.sort()).toEqual(['authPlugins', 'createServer']);
});
