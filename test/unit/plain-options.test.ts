/** What is an object of options at all: what its own names say counts, and nothing else would. */
import { connect, connectSync, createPool, type MySQLError, type PoolOptions } from '../../lib';
import * as lowLevel from '../../lib/low-level';
import { resolveOptions } from '../../lib/options/resolve-options';

const ofClass = new (class {
  host = 'h';
})();
const withGetter = new (class {
  get host(): string {
    return 'h';
  }
})();
const inheriting = Object.create({ host: 'h' }) as object;

function failure(action: () => unknown): MySQLError {
  try {
    action();
  } catch (error) {
    return error as MySQLError;
  }
  throw new Error('expected a failure, but it succeeded');
}

test.each<[string, unknown]>([
  ...([7, null, true, [], ['mysql://h'], new Date(), new Set()] as const).map(
    (value): [string, unknown] => [String(value), value],
  ),
  ['a Map', new Map([['host', 'h']])],
  ['a view', new Uint8Array(2)],
  ['a Buffer', Buffer.from('{}')],
  ['what only inherits', inheriting],
  ['what inherits too', Object.assign(Object.create(inheriting) as object, { port: 1 })],
  ['a class with getters', withGetter],
])('%s is no options', (_, options) => {
  const connecting = failure(() => resolveOptions(options as never));
  expect(connecting).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
  expect(connecting.message).toMatch(/^Connect options must be a plain object or a URL, not /);
  expect(connecting.hint).toMatch(/\{ host, user.*'mysql:\/\//);
  const pooling = failure(() => createPool(options as PoolOptions));
  expect(pooling).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
  expect(
    failure(() => resolveOptions({ ssl: options === true ? 1 : options } as never)),
  ).toMatchObject({
    message: expect.stringMatching(/^The option ssl must be true, false or an object /) as string,
  });
});

test('objects of a class, or without a prototype, are options by their own names', () => {
  const bare = Object.assign(Object.create(null) as object, { host: 'h' });
  for (const options of [bare, ofClass]) expect(resolveOptions(options).targets[0]!.host).toBe('h');
  expect(resolveOptions(Object.create(null) as object).targets).toEqual(resolveOptions({}).targets);
});

const OPENERS = {
  connect,
  connectSync,
  createPool,
  'connect of low-level': lowLevel.connect,
  'connectSync of low-level': lowLevel.connectSync,
};

describe.each(Object.entries(OPENERS))('%s', (_, open) => {
  test('of undefined, as of a variable that is not set, leads to no server', async () => {
    const opening = async (): Promise<unknown> => open(undefined);
    const error: unknown = await opening().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      ...{ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' },
      message: expect.stringMatching(/, not undefined$/) as string,
      hint: expect.stringMatching(/variable not set\?/) as string,
    });
  });

  test('of nothing is the server of this machine, if there is one', async () => {
    const opening = async (): Promise<unknown> => (await open()).close();
    const end = await opening().catch((error: MySQLError) => error.name);
    expect(end).not.toBe('InterfaceError');
  });
});
