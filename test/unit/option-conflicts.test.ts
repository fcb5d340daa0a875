/** Options that do not go together, or only where nobody listens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT } from '../../lib';
import { resolveOptions } from '../../lib/options/resolve-options';
import { optionFailure as failure } from '../support/option-failure';

const resolve = (options: object) => resolveOptions(options);
const directory = mkdtempSync(join(tmpdir(), 'mysqldb-options-'));
afterAll(() => rmSync(directory, { recursive: true }));

const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';

describe('passwords in clear', () => {
  const allowed = { enableCleartextPlugin: true };

  test.each(['mysql_clear_password', 'dialog'])('%s takes enableCleartextPlugin', (authPlugin) => {
    expect(failure({ authPlugin }).hint).toContain('enableCleartextPlugin');
    expect(resolve({ authPlugin, ...allowed }).authPlugin).toBe(authPlugin);
  });

  test.each([
    ...[{}, { host: 'localhost' }, { unixSocket: '/s' }, { hosts: ['localhost', '/s'] }],
    ...[
      { host: 'h', ssl: true },
      { host: 'h', ssl: { ca: PEM }, sslMode: 'VERIFY_CA' },
    ],
  ])('may go to %p', (where) => {
    expect(resolve({ ...allowed, ...where }).enableCleartextPlugin).toBe(true);
  });

  test.each([
    ...[{ host: 'h' }, { host: '127.0.0.1' }, { host: 'h', sslMode: 'REQUIRED' }],
    ...[{ hosts: ['/s', 'h'] }, { host: 'h', sslMode: 'PREFERRED' }, { host: 'h', ssl: false }],
  ])('may not go to %p', (where) => {
    expect(failure({ ...allowed, ...where }).hint).toContain('ssl: true');
  });
});

describe('options that go together', () => {
  test.each([
    ['LOCAL_FILES', 'localInfile'],
    ['MULTI_STATEMENTS', 'multiStatements'],
    ['SSL', 'ssl'],
    ['COMPRESS', 'compress'],
  ] as const)('CLIENT.%s is what %s is for', (bit, option) => {
    const error = failure({ clientFlag: CLIENT.FOUND_ROWS | CLIENT[bit] });
    expect(error).toMatchObject({ hint: `Use the option ${option}.` });
  });

  test('compressionLevel and zstd', () => {
    expect(failure({ compressionLevel: 3 }).message).toContain('zstd');
    expect(failure({ compress: true, compressionLevel: 3 }).message).toContain('zstd');
    expect(resolve({ compress: 'zstd', compressionLevel: 22 }).compressionLevel).toBe(22);
    expect(resolve({ compress: true }).compress).toBe('zlib');
  });

  test('localInfileDir and localInfile', () => {
    expect(failure({ localInfile: false, localInfileDir: directory }).message).toContain('false');
    expect(resolve({ localInfileDir: directory }).localInfile).toBe(false);
  });
});
