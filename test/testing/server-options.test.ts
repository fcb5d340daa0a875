import { createConnection, type RowDataPacket } from 'mysql2/promise';

import { startServer, TestServerError, type StartServerOptions } from '../../lib/testing';
import { creationFlags, toFlags } from '../../lib/testing/server-options';
import { freePort } from '../../lib/testing/free-port';

async function variables(options: StartServerOptions, names: string): Promise<RowDataPacket> {
  const server = await startServer(options);
  const connection = await createConnection(server.connectOptions);
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT ${names}`);
  await connection.end();
  await server.stop();
  return rows[0]!;
}

async function failure(options: object): Promise<TestServerError> {
  const error: unknown = await startServer(options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TestServerError);
  return error as TestServerError;
}

describe('options of the server', () => {
  test('reach it as an object, and win over ours', async () => {
    const options = {
      max_allowed_packet: 4096,
      'skip-name-resolve': false,
      'innodb-buffer-pool-size': '32M',
      autocommit: false,
      lower_case_table_names: 1,
    };
    const names = `@@max_allowed_packet AS packet, @@skip_name_resolve AS noResolve,
      @@innodb_buffer_pool_size AS pool, @@autocommit AS autocommit,
      @@lower_case_table_names AS lower`;
    expect(await variables({ options }, names)).toEqual({
      packet: 4096,
      noResolve: 0,
      pool: 32 * 1024 * 1024,
      autocommit: 0,
      lower: 1,
    });
  });

  test('reach it as a list of flags', async () => {
    const port = await freePort();
    const options = [`--port=${port}`, '--sql-mode=ANSI,NO_BACKSLASH_ESCAPES'];
    const row = await variables({ options }, '@@port AS port, @@sql_mode AS mode');
    expect(row['port']).toBe(port);
    expect(row['mode']).toContain('NO_BACKSLASH_ESCAPES');
  });

  test('that it refuses are an error with its last lines', async () => {
    const error = await failure({ options: ['--no-such-thing=1'] });
    expect(error.code).toBe('SERVER_START_FAILED');
    expect(error.message).toMatch(/did not start \(exit code \d+\)[^]*no-such-thing=1/);
    expect(error.log).toContain('no-such-thing');
  });

  test.each(['--datadir=/tmp', '--log_error=x', '--log-error', '--daemonize', 'port=1'])(
    'that would break the start are refused before it: %s',
    async (flag) => {
      const error = await failure({ options: [flag] });
      expect(error.code).toBe('INVALID_OPTION');
      expect(error.message).toContain(`'${flag}'`);
    },
  );

  test('become flags: true the bare one, false its --skip- form', () => {
    const flags = toFlags({ log_bin: true, 'performance-schema': false, port: 1, '--a': 'b=c' });
    expect(flags).toEqual(['--log_bin', '--skip-performance-schema', '--port=1', '--a=b=c']);
  });

  test('that are fixed at creation also go to the initialisation', () => {
    const flags = ['--innodb_page_size=8K', '--port=1', '--lower-case-table-names=1'];
    expect(creationFlags(flags)).toEqual(['--innodb_page_size=8K', '--lower-case-table-names=1']);
  });
});

describe('options of startServer', () => {
  test.each([
    [{ startupTimout: 1 }, "no option 'startupTimout'"],
    [{ flavor: 'postgres' }, '`flavor`'],
    [{ startupTimeout: 0 }, '`startupTimeout`'],
    [{ options: { port: null } }, "'--port'"],
  ])('are checked: %j', async (options, text) => {
    const error = await failure(options);
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain(text);
  });

  test('startupTimeout ends a start that takes too long', async () => {
    const error = await failure({ startupTimeout: 1 });
    expect(error.code).toBe('SERVER_START_TIMEOUT');
    expect(error.message).toContain('not ready after 1 ms');
  });
});
