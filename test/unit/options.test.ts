/** Options before anything is sent: what each takes, what goes together, and what is never shown. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createPool } from '../../lib';
import { OPTION_NAMES } from '../../lib/options/option-checks';
import { resolveOptions } from '../../lib/options/resolve-options';
import { optionFailure as failure } from '../support/option-failure';

const directory = mkdtempSync(join(tmpdir(), 'mysqldb-options-'));
afterAll(() => rmSync(directory, { recursive: true }));

const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
const resolve = (options: object | string) => resolveOptions(options);

const WRONG: readonly [name: string, ...values: unknown[]][] = [
  ['host', 1, null, 'a\0b', '/tmp/s.sock', 'a b', 'a\nb'],
  ['port', '3306', 1.5, -1, 65_536, NaN, 1n],
  ['unixSocket', true, '', 'a\0', 'a\nb'],
  ['hosts', [], 'h', {}, [1], [''], ['h:'], ['h:x'], ['h:70000'], ['[h]:1'], ['a:b:c'], ['h/x']],
  ['hosts', [{}], [{ port: 1 }], [{ host: '' }], [{ host: 'h', unixSocket: '/s' }], [null], [[]]],
  ['hosts', [{ unixSocket: '/s', port: 1 }], [{ host: 'h', port: '1' }], ['h', 'a b'], [' ']],
  ['user', 1, null, 'a\0'],
  ['password', 1, null, ['x'], 'a\0', {}],
  ['database', {}, 'a\0'],
  ['bindAddress', 1, 'a b', '/x'],
  ['connectTimeout', '1s', -1, NaN, 1.5, 2 ** 31],
  ['readTimeout', '1s', -1, Infinity],
  ['writeTimeout', null, -1],
  ['compress', 1, 'gzip', 'true', null],
  ['compressionLevel', 0, 23, '3'],
  ['maxAllowedPacket', 4095, 2 ** 30 + 1, '16M', -1],
  ['readDefaultFile', 1, '', true],
  ['readDefaultGroup', 1, '', '[x]', 'a\nb'],
  ['ssl', 1, 'true', null, [], Buffer.alloc(1), new Map(), Object.create({ ca: 'x' })],
  ['sslMode', 'required', true, 'VERIFY', null],
  ['tlsVersion', 'TLSv1.1', 'TLSv1', [], ['TLSv1.2', 'SSLv3'], 1.2, '', 'TLSv1.2,'],
  ['authPlugin', '../x', '', 1, 'a b'],
  ['pluginDir', '/no/such/directory', '/etc/passwd', '', 1],
  ['serverPublicKeyPath', '/no/such/file', '/', '', 1],
  ['getServerPublicKey', 1, 'true'],
  ['enableCleartextPlugin', 1, 'true'],
  ['localInfile', 1, 'yes', null],
  ['localInfileDir', '/no/such/directory', '/etc/passwd', '', true],
  ['autocommit', 1, 'true'],
  ['charset', '', 'utf8; DROP', "x'", 1, 'utf8mb4\n'],
  ['collation', '', 'a b', 1],
  ['sqlMode', "ANSI'", 'a b', 1, 'ANSI;'],
  ['sessionTimezone', '', "'", 'a b', 1, '+02:00\n'],
  ['initCommand', [], 1, [1], [['SET a']], 'a\0', null],
  ['multiStatements', 1, 'yes'],
  ['foundRows', 1],
  ['interactive', 1],
  ['ignoreSpace', 1],
  ['clientFlag', -1, 1.5, 2 ** 32, '1', 1n],
  ['connectAttributes', 1, [], { a: 1 }, { _a: 'x' }, { '': 'x' }, { a: 'b\0' }, { 'a\0': 'b' }],
  ['connectAttributes', { a: 'x'.repeat(65_536) }, { a: 'ü'.repeat(32_768) }, null],
  ['cursorClass', 'DictCursor', class {}],
  ['timezone', 1, '', 'Mars/Olympus', '+2', "');process.exit()//"],
  ['bigint', true],
  ['decimal', 'bigint'],
  ['dates', 'text'],
  ['dateOnly', true, 'text'],
  ['zeroDates', 'throw'],
  ['repeatedNames', 'first'],
  ['json', true],
  ['conv', 1, {}, [[1]]],
  ['paramstyle', 'qmark'],
  ['prepared', 1, 'true', 'always', null],
  ['statementCacheSize', 0, -1, 1.5, '10', 65_536],
  ['fetchWarnings', 1, 'true'],
  ['traceParameters', 1, 'true'],
];

describe('a wrong value', () => {
  const cases = WRONG.flatMap(([name, ...values]) => values.map((value) => ({ name, value })));

  test.each(cases)('$name: $value is refused by name', ({ name, value }) => {
    const { message } = failure({ [name]: value });
    expect(message).toContain(`option ${name} must be `);
    expect(message).toMatch(/, not (null|NaN|an array|this \w+)$/);
  });

  test('is tested for every option', () => {
    expect([...new Set(WRONG.map(([name]) => name))].sort()).toEqual([...OPTION_NAMES].sort());
  });

  test('is never shown', () => {
    const secret = 'hunter2';
    const deep = { a: [secret], toString: () => secret, [secret]: secret };
    for (const name of OPTION_NAMES) {
      for (const value of [deep, [deep], `\0${secret}`]) {
        let shown = '';
        try {
          resolve({ [name]: value });
        } catch (error) {
          // The name of a member is what such an error is about.
          if (/There is no option/.test(String(error))) continue;
          shown = inspect(error, { depth: 9, showHidden: true });
        }
        expect(shown).not.toContain(secret);
      }
    }
  });
});

describe('a hint says what to do', () => {
  test.each<[object, RegExp]>([
    [{ port: '3306' }, /Number\(\)/],
    [{ connectTimeout: '1s' }, /Number\(\)/],
    [{ localInfile: 'yes' }, /=== 'true'/],
    [{ autocommit: '1' }, /=== 'true'/],
    [{ compress: 'true' }, /=== 'true'/],
    [{ user: null }, /Leave the option out/],
    [{ cursorClass: 'DictCursor' }, /Import it from 'mysqldb'/],
    [{ localInfileDir: 'no/such/directory' }, /working directory/],
    [{ serverPublicKeyPath: '/no/such/file' }, /working directory/],
    ...['ca', 'cert', 'key', 'crl'].map((name): [object, RegExp] => [
      { ssl: { [name]: '/no/such/file' } },
      /working directory/,
    ]),
    [{ ssl: { ca: [PEM, '/no/such/file'] } }, /working directory/],
  ])('%p', (options, hint) => expect(failure(options).hint).toMatch(hint));

  test('and is left out where the message says all', () => {
    expect(failure({ port: -1 })).not.toHaveProperty('hint');
    expect(failure({ sslMode: 'required' })).not.toHaveProperty('hint');
    expect(failure({ compress: 'gzip' })).not.toHaveProperty('hint');
  });
});

describe('names', () => {
  test.each([
    ['passwd', 'password'],
    ['db', 'database'],
    ['username', 'user'],
    ['unix_socket', 'unixSocket'],
    ['socketPath', 'unixSocket'],
    ['init_command', 'initCommand'],
    ['connect_timeout', 'connectTimeout'],
    ['read_default_file', 'readDefaultFile'],
    ['read_default_group', 'readDefaultGroup'],
    ['client_flag', 'clientFlag'],
    ['local_infile', 'localInfile'],
    ['local_infile_dir', 'localInfileDir'],
    ['auth_plugin', 'authPlugin'],
    ['server_public_key_path', 'serverPublicKeyPath'],
    ['ssl_mode', 'sslMode'],
    ['sql_mode', 'sqlMode'],
    ['cursorclass', 'cursorClass'],
    ['multi_statements', 'multiStatements'],
    ['ssl_ca', 'ssl'],
    ['multipleStatements', 'multiStatements'],
    ['dateStrings', 'dates'],
    ['typeCast', 'conv'],
  ])('%s of other drivers is %s', (given, meant) => {
    expect(failure({ [given]: 1 }).message).toBe(
      `There is no connect option ${given}. Did you mean ${meant}?`,
    );
  });

  test('inside of ssl and hosts are known too', () => {
    expect(failure({ ssl: { capath: '/x' } }).message).toMatch(/option of ssl capath\..* caPath\?/);
    expect(failure({ ssl: { rejectUnauthorized: false } }).message).toMatch(/rejectUnauthorized/);
    expect(failure({ hosts: ['a', { hots: 'h' }] }).message).toMatch(
      /option of hosts \(entry 1\) hots\. Did you mean host\?/,
    );
  });
});

describe('hosts', () => {
  const target = (host?: string, port = 0, unixSocket?: string) => ({ host, port, unixSocket });

  test('are read in each of their forms', () => {
    const hosts = [
      ...['a', 'a:1', '10.0.0.1:2', '::1', '[::1]', '[fe80::1%eth0]:3', '/s.sock'],
      ...[{ host: 'b' }, { host: '::1', port: 4 }, { unixSocket: '/t' }],
    ];
    expect(resolve({ hosts }).targets).toEqual([
      ...[target('a'), target('a', 1), target('10.0.0.1', 2), target('::1'), target('::1')],
      ...[target('fe80::1%eth0', 3), target(undefined, 0, '/s.sock')],
      ...[target('b'), target('::1', 4), target(undefined, 0, '/t')],
    ]);
  });

  test.each(['host', 'port', 'unixSocket'])('and %s exclude each other', (name) => {
    const error = failure({ hosts: ['a'], [name]: name === 'port' ? 1 : 'x' });
    expect(error.message).toBe(`The options hosts and ${name} cannot be given together`);
  });

  test('stand in a URL', () => {
    const { targets, user, password, database } = resolve(
      'mysql://me:p%2Cw@h1:3306,h2.example,[::1]:3308/db?hosts.x=1'.replace('?hosts.x=1', ''),
    );
    expect(targets).toEqual([target('h1', 3306), target('h2.example'), target('::1', 3308)]);
    expect([user, password!.reveal(), database]).toEqual(['me', 'p,w', 'db']);
    expect(resolve('mysql://a,b').targets).toEqual([target('a'), target('b')]);
    expect(resolve('mysql://a,b@c@h1,h2/?autocommit=true')).toMatchObject({
      targets: [target('h1'), target('h2')],
      user: 'a,b@c',
      autocommit: true,
    });
    expect(resolve('mysql://u:a,b@h/').targets).toEqual([target('h')]);
  });

  test.each([
    ...[
      'mysql://a,/x',
      'mysql://a,',
      'mysql://,a',
      'mysql://a,,b',
      'mysql://a,b:x',
      'mysql://a,[b]',
    ],
    ...['mysql://a,b:70000', 'mysql://a,%2Ftmp%2Fs', 'mysql://u:secret@a,b c/', 'http://a,b/'],
    ...['mysql://%2Ftmp%2Fs/', 'mysql://a,b?unixSocket=/s', 'mysql://a?unixSocket=/s'],
    ...['mysql://a?hosts=b', 'mysql://a?readDefaultFile=/x', 'mysql://a?readDefaultGroup=x'],
    ...['mysql://a?pluginDir=/tmp', 'mysql://a?localInfileDir=/tmp'],
    ...[
      'mysql://u:pw\t@a',
      'mysql://a?user.x=1',
      'mysql://a?ssl=true&ssl.ca=x',
      'mysql://a?ssl.ka=x',
    ],
  ])('%p is no URL of ours', (url) => {
    expect(inspect(failure(url), { depth: 9, showHidden: true })).not.toContain('secret');
  });

  test.each([
    ['readDefaultFile', 'accounts'],
    ['readDefaultGroup', 'accounts'],
    ['localInfileDir', 'files'],
    ['pluginDir', 'native code'],
  ])('a URL with %s would reach for %s of this machine', (name, what) => {
    const error = failure(`mysql://a@h/d?${name}=/tmp`);
    expect(error.message).toBe(`The option ${name} cannot stand in a connection URL`);
    expect(error.hint).toContain(`${what} of this machine`);
    expect(() => createPool(`mysql://a@h/d?${name}=/tmp`)).toThrow(error.message);
  });

  test.each([
    ['connect_timeout', 'connectTimeout'],
    ['socket_path', 'unixSocket'],
    ['connection_limit', 'max'],
  ])('%s of a URL is told as a name that is not known', (name, meant) => {
    expect(() => createPool(`mysql://a@h/d?${name}=5`)).toThrow(
      `There is no option of createPool ${name}. Did you mean ${meant}?`,
    );
  });

  test('members of options stand in a URL by their names', () => {
    const { tls, connectAttributes, targets } = resolve(
      `mysql://localhost/?ssl.ca=${__filename}&ssl.cipher=X&connectAttributes.app=true&unixSocket=/s`,
    );
    expect(tls).toMatchObject({ mode: 'VERIFY_IDENTITY', ca: { path: __filename }, cipher: 'X' });
    expect(connectAttributes).toEqual({ app: 'true' });
    expect(targets[0]!.unixSocket).toBe('/s');
  });

  test('a URL cannot reach a prototype', () => {
    failure('mysql://a/?ssl.__proto__=x');
    const { connectAttributes } = resolve('mysql://a/?connectAttributes.constructor=x');
    expect(connectAttributes).toEqual({ constructor: 'x' });
    failure('mysql://a/?connectAttributes.__proto__=x');
  });
});

describe('TLS', () => {
  test.each<[object, string]>([
    [{}, 'PREFERRED'],
    [{ ssl: undefined }, 'PREFERRED'],
    [{ ssl: false }, 'DISABLED'],
    [{ ssl: true }, 'VERIFY_IDENTITY'],
    [{ ssl: {} }, 'VERIFY_IDENTITY'],
    [{ ssl: { cipher: 'X' } }, 'VERIFY_IDENTITY'],
    [{ tlsVersion: 'TLSv1.3' }, 'VERIFY_IDENTITY'],
    [{ ssl: { ca: PEM }, sslMode: 'VERIFY_CA' }, 'VERIFY_CA'],
    [{ sslMode: 'REQUIRED' }, 'REQUIRED'],
    [{ ssl: false, sslMode: 'DISABLED' }, 'DISABLED'],
  ])('%p means %s', (options, mode) => {
    expect(resolve(options).tls.mode).toBe(mode);
  });

  test.each<[object, RegExp]>([
    [{ ssl: false, sslMode: 'REQUIRED' }, /ssl is false/],
    [{ ssl: false, tlsVersion: 'TLSv1.3' }, /ssl is false/],
    [{ ssl: true, sslMode: 'DISABLED' }, /sslMode is 'DISABLED'/],
    [{ ssl: {}, sslMode: 'DISABLED' }, /sslMode is 'DISABLED'/],
    [{ tlsVersion: 'TLSv1.2', sslMode: 'DISABLED' }, /sslMode is 'DISABLED'/],
    [{ ssl: { ca: PEM }, sslMode: 'PREFERRED' }, /ssl\.ca has no effect/],
    [{ ssl: { crlPath: '/' }, sslMode: 'PREFERRED' }, /ssl\.crlPath has no effect/],
  ])('%p contradicts itself', (options, message) => {
    const error = failure(options);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(/\.$/);
  });

  test.each<[string, unknown]>([
    ...['ca', 'cert', 'key', 'crl'].flatMap((name): [string, unknown][] => [
      [name, 1],
      [name, ''],
      [name, 'damaged\nkey'],
      [name, Buffer.from('no pem')],
      [name, `${PEM}\0`],
      [name, '/no/such/file'],
      [name, '/'],
      [name, '/etc/passwd/x'],
    ]),
    ['ca', []],
    ['ca', [PEM, 1]],
    ['ca', [PEM, '/no/such/file']],
    ...['caPath', 'crlPath'].flatMap((name): [string, unknown][] => [
      [name, 1],
      [name, ''],
      [name, '/no/such/directory'],
      [name, '/etc/passwd'],
    ]),
    ['passphrase', 1],
    ['cipher', 'a b'],
    ['ciphersuites', 'a;b'],
  ])('ssl.%s cannot be %p', (name, value) => {
    expect(failure({ ssl: { [name]: value } }).message).toContain(`option ssl.${name} must be `);
  });

  test('PEM is a path, text or bytes; authorities may be several', () => {
    const file = join(directory, 'ca.pem');
    writeFileSync(file, PEM);
    const ca = (value: unknown) => resolve({ ssl: { ca: value } }).tls.ca;
    expect(ca(file)).toEqual({ path: file });
    expect(ca([file])).toEqual({ path: file });
    for (const value of [PEM, Buffer.from(PEM), new Uint8Array(Buffer.from(PEM))]) {
      expect(ca(value)).toEqual({ text: PEM });
    }
    expect(ca([file, PEM])).toEqual({ text: `${readFileSync(file, 'utf8')}\n${PEM}` });
  });

  test('versions are one text', () => {
    expect(resolve({ tlsVersion: ['TLSv1.2', 'TLSv1.3'] }).tls.versions).toBe('TLSv1.2,TLSv1.3');
    expect(resolve('mysql://h/?tlsVersion=TLSv1.3').tls.versions).toBe('TLSv1.3');
  });
});

test('resolved options show no secret', () => {
  const secret = 'hunter2';
  const resolved = resolve({
    password: secret,
    ssl: { key: `-----BEGIN PRIVATE KEY-----\n${secret}`, passphrase: secret },
  });
  const shown = inspect(resolved, { depth: 9, showHidden: true }) + JSON.stringify(resolved);
  expect(shown).not.toContain(secret);
  expect('text' in resolved.tls.key! && resolved.tls.key.text.reveal()).toContain(secret);
});

test('resolved options cannot be changed, nor by what was given', () => {
  const connectAttributes = { app: 'x' };
  const initCommand = ['SET @a = 1'];
  const resolved = resolve({ connectAttributes, initCommand });
  connectAttributes.app = 'y';
  initCommand.push('SET @b = 2');
  expect(resolved).toMatchObject({ connectAttributes: { app: 'x' }, initCommand: ['SET @a = 1'] });
  for (const part of [resolved, resolved.tls, resolved.connectAttributes]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
