/** The reader of option files by itself: what a line means, and files that are not to be trusted. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import type { MySQLError } from '../../lib';
import { OptionFileReader } from '../../lib/options/option-file';
import { FILE_KEYS } from '../../lib/options/option-file-keys';
import { fileOptions } from '../../lib/options/option-file-options';
import { resolveOptions } from '../../lib/options/resolve-options';
import { Secret } from '../../lib/options/secret';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'mysqldb-cnf-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(text: string | Buffer, name = 'my.cnf'): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o600);
  return path;
}

function entries(text: string, ...groups: string[]): [string, string | undefined][] {
  const reader = new OptionFileReader(groups.length > 0 ? groups : ['client'], false);
  reader.read(write(text));
  return reader.entries.map(({ key, value }) => [key, value]);
}

const values = (text: string, group?: string) =>
  fileOptions(write(`[client]\n${text}`), group).values;
const resolved = (text: string, own: object = {}) =>
  resolveOptions({ readDefaultFile: write(`[client]\n${text}`), ...own });

function failure(action: () => unknown): MySQLError {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ name: 'InterfaceError', code: 'ERR_MYSQLDB_OPTION' });
    return error as MySQLError;
  }
  throw new Error('expected a failure, but it succeeded');
}

describe('a line', () => {
  test.each<[string, [string, string | undefined]]>([
    ['user=me', ['user', 'me']],
    ['  user \t=  me  ', ['user', 'me']],
    ['user = "me"', ['user', 'me']],
    ["user = 'me'", ['user', 'me']],
    ['user = "  me "', ['user', '  me ']],
    [`user = "me'`, ['user', `"me'`]],
    ['user = me and you', ['user', 'me and you']],
    ['user = a=b', ['user', 'a=b']],
    ['user =', ['user', '']],
    ['user = ""', ['user', '']],
    ['compress', ['compress', undefined]],
    ['default_character_set=latin1', ['default-character-set', 'latin1']],
    ['loose-compress', ['compress', undefined]],
    ['loose_ssl_ca=x', ['ssl-ca', 'x']],
    ['user = a # comment', ['user', 'a']],
    ['user = a#comment', ['user', 'a']],
    ['user = "a # b" # comment', ['user', 'a # b']],
    [String.raw`user = a\#b`, ['user', 'a\\']],
    [String.raw`user = "a\"#b"`, ['user', 'a"#b']],
    ['user = a ; b', ['user', 'a ; b']],
    [String.raw`user = a\sb\tc\nd\re\bf\\g`, ['user', 'a b\tc\nd\re\bf\\g']],
    [String.raw`user = C:\dir`, ['user', String.raw`C:\dir`]],
    [String.raw`user = "a\"b"`, ['user', 'a"b']],
    [String.raw`user = \\n`, ['user', String.raw`\n`]],
    ['user = zwölf 🐬', ['user', 'zwölf 🐬']],
    ['__proto__ = x', ['--proto--', 'x']],
  ])('%s', (line, entry) => {
    expect(entries(`[client]\na${' '.repeat(300_000)}b`)).toHaveLength(1);
    expect(entries(`[client]\n${line}\n`)).toEqual([entry]);
  });

  test.each(['', '   ', '# user=me', '; user=me', '\t#x'])('%p says nothing', (line) => {
    expect(entries(`[client]\na${' '.repeat(300_000)}b`)).toHaveLength(1);
    expect(entries(`[client]\n${line}\n`)).toEqual([]);
  });

  test('ends with a line feed, also after a carriage return, or with the file', () => {
    expect(entries('\uFEFF[client]\r\nuser=me\r\nport=1')).toEqual([
      ['user', 'me'],
      ['port', '1'],
    ]);
  });

  test('counts in its group only, in the order of the file', () => {
    const text = '[app]\na=1\n[client]\nb=2\n[other]\nc=3\n[ app ] # mine\nd=4\n[Client]\ne=5';
    expect(entries(text, 'client', 'app')).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['d', '4'],
    ]);
  });
});

describe('another file', () => {
  test('is read where it is included, relative to the including one', () => {
    write('[client]\nb=2\n', 'more/one.cnf');
    write('[client]\nd=4\n', 'all.d/2.cnf');
    write('[client]\nc=3\n', 'all.d/1.cnf');
    write('[client]\nx=9\n', 'all.d/ignored.txt');
    const text = '[client]\na=1\n!include more/one.cnf\n!includedir all.d\ne=5\n';
    expect(entries(text).map(([key]) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test.each([
    ['!include my.cnf', /includes itself/],
    ['!includedir .', /includes itself/],
    ['!include missing.cnf', /cannot be read \(included by line 1 of/],
    ['!includedir missing', /cannot be read \(included by line 1 of/],
    ['!inklude x', /no such directive as in line 1 of/],
    ['!include', /no such directive/],
  ])('%s is an error', (line, message) => {
    expect(failure(() => entries(line)).message).toMatch(message);
  });

  test('that includes itself through a link is found out', () => {
    symlinkSync(join(directory, 'my.cnf'), join(directory, 'link.cnf'));
    expect(failure(() => entries('!include link.cnf')).message).toMatch(/includes itself/);
  });

  test('may include others ten deep, and a hundred in all', () => {
    const chain = (length: number): void => {
      for (let i = 1; i < length; i++) write(`!include ${i + 1}.cnf`, `${i}.cnf`);
      write('', `${length}.cnf`);
    };
    chain(9);
    expect(entries('!include 1.cnf')).toEqual([]);
    chain(10);
    expect(failure(() => entries('!include 1.cnf')).message).toMatch(/too deeply/);
    write('', 'same.cnf');
    const many = (count: number): string => '!include same.cnf\n'.repeat(count);
    expect(entries(many(99))).toEqual([]);
    expect(failure(() => entries(many(100))).message).toMatch(/one too many/);
  });
});

describe('a file that is not to be trusted', () => {
  const read = (path: string) => failure(() => fileOptions(path, undefined)).message;

  test('may be written by everyone', () => {
    const path = write('[client]\n');
    chmodSync(path, 0o602);
    expect(read(path)).toMatch(/may be written by everyone/);
  });

  test('is included from one that is', () => {
    chmodSync(write('[client]\n', 'open.cnf'), 0o666);
    expect(failure(() => entries('!include open.cnf')).message).toMatch(/written by everyone/);
  });

  test('is too large', () => {
    expect(read(write(Buffer.alloc(1024 * 1024 + 1, '#')))).toMatch(/larger than 1 MiB/);
  });

  test('is a directory, a device or a pipe', () => {
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    for (const path of [directory, '/dev/zero', join(directory, 'pipe')]) {
      expect(read(path)).toMatch(/no regular file|cannot be read/);
    }
  });

  test('is not there', () => {
    const readDefaultFile = join(directory, 'none.cnf');
    const error = failure(() => resolveOptions({ readDefaultFile }));
    expect(error.message).toBe(`The option file ${readDefaultFile} cannot be read`);
    expect(error).toMatchObject({ cause: { code: 'ENOENT' } });
    expect(error.hint).toMatch(/^Nothing is there/);
  });

  test.each([
    ['user=me', /before the first \[group\] in line 1/],
    ['[client\nuser=me', /no closing bracket in line 1/],
    ['[client]\n\npassword', /password needs a value in line 3/],
    ['[client]\nuser', /user needs a value in line 2/],
  ])('has a line that is none: %p', (text, message) => {
    expect(read(write(text))).toMatch(message);
  });

  test.each(['\0\0\0', '\xff\xfe', '[', ']', '=', '[]\n=', '[client]\n=x', '[client]\n\\', '!'])(
    '%p gives an error or nothing',
    (text) => {
      try {
        expect(fileOptions(write(text), undefined).values).toEqual({});
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
      }
    },
  );

  test('is read in time that grows with its size', () => {
    const line = `user = ${'\\'.repeat(300_000)}${'"'.repeat(300_000)}${' '.repeat(300_000)}x`;
    expect(entries(`[client]\na${' '.repeat(300_000)}b`)).toHaveLength(1);
    expect(entries(`[client]\n${line}\n${' '.repeat(9_000)}`)).toHaveLength(1);
  });
});

const KEY_CASES: readonly [string, object][] = [
  ['host=h', { host: 'h' }],
  ['port=3307', { port: 3307 }],
  ['socket=~/s.sock', { unixSocket: join(homedir(), 's.sock') }],
  ['user=me', { user: 'me' }],
  ['database=d', { database: 'd' }],
  ['bind-address=127.0.0.1', { bindAddress: '127.0.0.1' }],
  ['connect-timeout=3', { connectTimeout: 3000 }],
  ['compress', { compress: true }],
  ['compress=0', { compress: false }],
  ['skip-compress', { compress: false }],
  ['enable-compress', { compress: true }],
  ['compression-algorithms=zstd,zlib', { compress: 'zstd' }],
  ['compression-algorithms=uncompressed', { compress: false }],
  [
    'compression-algorithms=zstd\nzstd-compression-level=7',
    { compress: 'zstd', compressionLevel: 7 },
  ],
  ['zstd-compression-level=7', {}],
  ['max-allowed-packet=16M', { maxAllowedPacket: 16 * 1024 * 1024 }],
  ['max_allowed_packet=1g', { maxAllowedPacket: 1024 ** 3 }],
  ['max_allowed_packet=8192', { maxAllowedPacket: 8192 }],
  ['ssl', { ssl: true }],
  ['ssl\nskip-ssl', { ssl: false }],
  ['ssl-mode=verify_ca', { sslMode: 'VERIFY_CA' }],
  ['ssl-ca=~/ca\nssl-capath=/cas', { ssl: { ca: join(homedir(), 'ca'), caPath: '/cas' } }],
  ['ssl-cert=c\nssl-key=k', { ssl: { cert: 'c', key: 'k' } }],
  ['ssl-crl=c\nssl-crlpath=p', { ssl: { crl: 'c', crlPath: 'p' } }],
  ['ssl-cipher=A\ntls-ciphersuites=B', { ssl: { cipher: 'A', ciphersuites: 'B' } }],
  ['ssl-ca=c\nssl', { ssl: { ca: 'c' } }],
  ['ssl-ca=c\nssl-mode=DISABLED', { sslMode: 'DISABLED' }],
  ['ssl-mode=REQUIRED\nskip-ssl', { ssl: false }],
  ['skip-ssl\nssl-mode=REQUIRED', { sslMode: 'REQUIRED' }],
  ['ssl-verify-server-cert', { sslMode: 'VERIFY_IDENTITY' }],
  ['skip-ssl-verify-server-cert', {}],
  ['ssl-ca=c\nssl-verify-server-cert=off', { ssl: { ca: 'c' }, sslMode: 'REQUIRED' }],
  ['tls-version=TLSv1.2,TLSv1.3', { tlsVersion: 'TLSv1.2,TLSv1.3' }],
  ['default-auth=p', { authPlugin: 'p' }],
  ['plugin-dir=/p', { pluginDir: '/p' }],
  ['server-public-key-path=/k', { serverPublicKeyPath: '/k' }],
  ['get-server-public-key', { getServerPublicKey: true }],
  ['enable-cleartext-plugin', { enableCleartextPlugin: true }],
  ['disable-local-infile', { localInfile: false }],
  ['local-infile=on', { localInfile: true }],
  ['load-data-local-dir=/d', { localInfileDir: '/d' }],
  ['default-character-set=latin1', { charset: 'latin1' }],
  ['default-character-set=auto', {}],
  ['init-command=SET a\ninit-command=SET b', { initCommand: ['SET a', 'SET b'] }],
  ['host=h\nsocket=/s', { host: 'h' }],
  ['host=localhost\nsocket=/s', { host: 'localhost', unixSocket: '/s' }],
  ['user=me\nuser=', {}],
  ['no-such-key=1\nauto-rehash\nskip-nothing\n__proto__=1\nconstructor=1', {}],
];

describe('keys', () => {
  test.each(KEY_CASES)('%p', (text, expected) => {
    const given = values(text);
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(present)).toEqual(expected);
  });

  test('password is wrapped', () => {
    const { password } = values('password="p#w\\s1"');
    expect(password).toBeInstanceOf(Secret);
    expect((password as Secret).reveal()).toBe('p#w 1');
  });

  test('every one of the table is tested here', () => {
    const tested = KEY_CASES.map(([text]) => text.replaceAll('_', '-')).join('\n');
    const missing = Object.keys(FILE_KEYS).filter((key) => !tested.includes(key));
    expect(missing).toEqual(['password']);
  });

  test('groups: the clients own and the one that is named, whichever is later', () => {
    const path = write('[mysql]\nport=9\n[app]\nport=2\n[client]\nport=1\nuser=me\n');
    expect(fileOptions(path, undefined).values).toEqual({ port: 1, user: 'me' });
    expect(fileOptions(path, 'app').values).toEqual({ port: 1, user: 'me' });
    expect(values('port=1\n[client-mariadb]\nport=3\n[client-server]\nuser=x')).toEqual({
      port: 3,
      user: 'x',
    });
  });
});

describe('options of a file', () => {
  test.each([
    ['port=abc', 'port', 2],
    ['port=', '', 0],
    ['\nport=70000', 'port', 3],
    ['connect-timeout=1s', 'connectTimeout', 2],
    ['max-allowed-packet=1T', 'maxAllowedPacket', 2],
    ['compress=perhaps', 'compress', 2],
    ['compression-algorithms=lzma', 'compress', 2],
    ['ssl=perhaps', 'ssl', 2],
    ['ssl-mode=maybe', 'sslMode', 2],
    ['tls-version=SSLv3', 'tlsVersion', 2],
    ['local-infile=maybe', 'localInfile', 2],
    ['load-data-local-dir=/no/such/directory', 'localInfileDir', 2],
    ['default-character-set="x; DROP"', 'charset', 2],
    ['host=/tmp/sock', 'host', 2],
    ['default-auth=../evil', 'authPlugin', 2],
  ])('%p is judged as any option, and the place is named', (text, option, line) => {
    if (option === '') {
      expect(resolved(text).targets[0]!.port).toBe(0);
      return;
    }
    const { message } = failure(() => resolved(text));
    expect(message).toContain(`option ${option} (`);
    expect(message).toContain(`line ${line} of ${directory}`);
  });

  test('are texts in an error, also where a number is wanted', () => {
    expect(failure(() => resolved('port=abc')).message).toMatch(/, not this text$/);
    expect(failure(() => resolved('port=70000')).message).toMatch(/, not this number$/);
  });

  test('never appear in an error', () => {
    const secret = 'hunter2';
    const wrong = [
      `password=${secret}\nport=${secret}`,
      `password=${secret}\n${secret}`,
      `ssl-mode=${secret}`,
      `init-command=${secret}\nport=x`,
      `compress=${secret}`,
      `!${secret}`,
      `[${secret}`,
    ];
    for (const text of wrong) {
      let error: unknown;
      try {
        resolved(text);
      } catch (failed) {
        error = failed;
      }
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
    }
  });

  test('do not lower what the options ask for', () => {
    const mode = (text: string, own: object) => resolved(text, own).tls.mode;
    expect(mode('ssl-mode=REQUIRED', { ssl: true })).toBe('VERIFY_IDENTITY');
    expect(mode('ssl-mode=DISABLED', { ssl: {} })).toBe('VERIFY_IDENTITY');
    expect(mode('skip-ssl', { sslMode: 'VERIFY_CA' })).toBe('VERIFY_CA');
    expect(mode('skip-ssl', { tlsVersion: 'TLSv1.3' })).toBe('VERIFY_IDENTITY');
    expect(mode('ssl-mode=DISABLED', { sslMode: 'REQUIRED' })).toBe('REQUIRED');
    expect(mode('ssl-verify-server-cert=0', { ssl: true })).toBe('VERIFY_IDENTITY');
    expect(mode('ssl-mode=VERIFY_CA', {})).toBe('VERIFY_CA');
    expect(mode('ssl-ca=/etc/passwd', {})).toBe('VERIFY_IDENTITY');
    expect(mode('ssl-ca=/etc/passwd', { ssl: false })).toBe('DISABLED');
    expect(mode('ssl-ca=/etc/passwd\ntls-version=TLSv1.3', { sslMode: 'DISABLED' })).toBe(
      'DISABLED',
    );
    failure(() => resolved('enable-cleartext-plugin\nhost=far.example'));
    failure(() => resolved('default-auth=mysql_clear_password'));
    expect(resolved('load-data-local-dir=/', { localInfile: false }).localInfileDir).toBe(
      undefined,
    );
  });

  test('go together with those that are given, which win', () => {
    const [ca, cert] = [write('ca', 'ca.pem'), write('cert', 'cert.pem')];
    const text = `host=h\nport=1\nuser=u\nssl-ca=${ca}`;
    expect(resolved(text, { user: 'me', ssl: { cert } })).toMatchObject({
      targets: [{ host: 'h', port: 1, unixSocket: undefined }],
      user: 'me',
      tls: { ca: { path: ca }, cert: { path: cert } },
    });
    const [target] = resolved(text, { host: 'x' }).targets;
    expect(target).toEqual({ host: 'x', port: 1, unixSocket: undefined });
    expect(resolved(text, { unixSocket: '/x' }).targets).toEqual([
      { host: undefined, port: 0, unixSocket: '/x' },
    ]);
    expect(resolved(text, { hosts: ['x'] }).targets).toHaveLength(1);
    const level = 'compression-algorithms=zstd\nzstd-compression-level=3';
    expect(resolved(level, { compress: true })).toMatchObject({ compress: 'zlib' });
  });
});
