/** TLS on a real server: every mode against good and bad certificates, on both APIs. */
import { capabilities, type ConnectOptions } from '../../lib';
import { startServer, type TestServer } from '../../lib/testing';
import { APIS, failureOf } from '../support/apis';
import {
  Authority,
  BIND_ADDRESS,
  type Certificate,
  VERIFIED_HOST as HOST,
} from '../support/certificates';
import { ofServer } from '../support/flavor';
import { recreate, untilGone } from '../support/database';

let authority: Authority;
let stranger: Authority;
let client: Certificate;
/** Servers with a certificate for both, with one for another name, and without TLS. */
let good: TestServer;
let misnamed: TestServer;
let plain: TestServer;

beforeAll(async () => {
  authority = new Authority();
  stranger = new Authority();
  client = authority.sign('client', 'DNS:client');
  [good, misnamed, plain] = await Promise.all([
    serverWith(authority.sign('good', 'DNS:localhost,IP:127.0.0.1,IP:127.0.0.2')),
    serverWith(authority.sign('misnamed', 'DNS:elsewhere.example')),
    startOn(ofServer({ mariadb: ['--skip-ssl'], mysql: ['--tls-version='] })),
  ]);
}, 60_000);

afterAll(async () => {
  await Promise.all([good, misnamed, plain].map((server) => server.stop()));
  authority.remove();
  stranger.remove();
});

function serverWith({ cert, key }: Certificate): Promise<TestServer> {
  return startOn([`--ssl-cert=${cert}`, `--ssl-key=${key}`, `--ssl-ca=${authority.cert}`]);
}

function startOn(options: string[]): Promise<TestServer> {
  return startServer({ options: [...options, BIND_ADDRESS] });
}

const optionsOf = (server: TestServer): ConnectOptions => ({
  ...server.connectOptions,
  host: HOST,
});

/** 180 000 rows without any table. */
const MANY =
  "WITH RECURSIVE n AS (SELECT 1 i UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT a.i * 1000 + b.i, REPEAT('x', 50) FROM n a, n b WHERE a.i <= 200";

/** What `conn.tls` says of the version; libmysqlclient does not tell it. */
const ofVersion = (version: string): object => (capabilities.tlsVersion ? { version } : {});

const NOT_SUPPORTED = { name: 'NotSupportedError' };
const SERVER_LOST_TLS = { errno: 2026, code: 'CR_SSL_CONNECTION_ERROR', fatal: true };

describe.each(APIS)('TLS, $name', (api) => {
  const encryption = async (server: TestServer, options: ConnectOptions) => {
    const conn = await api.open({ ...optionsOf(server), ...options });
    const [, cipher] = (await conn.fetchone<[string, string]>("SHOW STATUS LIKE 'Ssl_cipher'"))!;
    const { tls } = conn;
    await conn.close();
    expect(tls?.cipher ?? '').toBe(cipher);
    return tls;
  };
  const refusal = (server: TestServer, options: ConnectOptions) =>
    failureOf(() => api.open({ ...optionsOf(server), ...options }));

  test('is used where the server offers it, without being asked', async () => {
    expect(await encryption(good, {})).not.toBeNull();
    expect(await encryption(plain, {})).toBeNull();
  });

  test('is not used with DISABLED', async () => {
    expect(await encryption(good, { sslMode: 'DISABLED' })).toBeNull();
    expect(await encryption(good, { ssl: false })).toBeNull();
  });

  const verifyCa = capabilities.verifyCa ? (['VERIFY_CA'] as const) : [];
  test.each(['REQUIRED', ...verifyCa, 'VERIFY_IDENTITY'] as const)(
    'with %s a server that offers none is refused',
    async (sslMode) => {
      const options: ConnectOptions = { sslMode, ssl: { ca: authority.cert } };
      expect(await refusal(plain, options)).toMatchObject(SERVER_LOST_TLS);
      const local: ConnectOptions = { ...options, user: 'root', unixSocket: plain.unixSocket };
      const refused = capabilities.verifyCa || sslMode !== 'VERIFY_IDENTITY';
      expect(await failureOf(() => api.open(local))).toMatchObject(
        refused ? SERVER_LOST_TLS : NOT_SUPPORTED,
      );
    },
  );

  test('REQUIRED asks for no proof', async () => {
    expect(await encryption(misnamed, { sslMode: 'REQUIRED' })).not.toBeNull();
  });

  if (capabilities.verifyCa) {
    test('VERIFY_CA asks who signed the certificate, not for whom', async () => {
      const options = (ca: string): ConnectOptions => ({ sslMode: 'VERIFY_CA', ssl: { ca } });
      expect(await encryption(misnamed, options(authority.cert))).not.toBeNull();
      expect(await refusal(misnamed, options(stranger.cert))).toMatchObject(SERVER_LOST_TLS);
      expect(await refusal(good, { sslMode: 'VERIFY_CA' })).toMatchObject(SERVER_LOST_TLS);
    });
  } else {
    test('VERIFY_CA is refused by a library that would verify the name too, or nothing', async () => {
      const options: ConnectOptions = { sslMode: 'VERIFY_CA', ssl: { ca: authority.cert } };
      expect(await refusal(good, options)).toMatchObject(NOT_SUPPORTED);
    });

    test.each(['localhost', '127.0.0.1', '::1'])(
      'VERIFY_IDENTITY of %s is refused by a library that would not verify it',
      async (host) => {
        const options: ConnectOptions = { host, ssl: { ca: authority.cert } };
        expect(await refusal(good, options)).toMatchObject(NOT_SUPPORTED);
      },
    );
  }

  test('giving an authority means VERIFY_IDENTITY, and an address is an identity', async () => {
    const ssl = { ca: authority.cert };
    expect(await encryption(good, { ssl })).not.toBeNull();
    expect(await refusal(misnamed, { ssl })).toMatchObject(SERVER_LOST_TLS);
    expect(await refusal(good, { ssl: { ca: stranger.cert } })).toMatchObject(SERVER_LOST_TLS);
    expect(await refusal(good, { ssl: true })).toMatchObject(SERVER_LOST_TLS);
  });

  test('a file that is not there, or holds no PEM, is hinted at', async () => {
    const missing = await refusal(good, { ssl: { ca: `${authority.cert}.nowhere` } });
    expect(missing).toMatchObject({ code: 'ERR_MYSQLDB_OPTION' });
    expect(missing.message).toContain('option ssl.ca ');
    const error = await refusal(good, { ssl: { ca: __filename } });
    expect(error).toMatchObject(SERVER_LOST_TLS);
    expect(error.hint).toContain('paths of `ca`');
  });

  test('certificates and keys may be given as text', async () => {
    expect(await encryption(good, { ssl: { ca: authority.text } })).not.toBeNull();
    expect(await encryption(good, { ssl: { ca: Buffer.from(authority.text) } })).not.toBeNull();
  });

  test('the server sees the certificate of the client', async () => {
    const admin = await api.open({ ...optionsOf(good), autocommit: true });
    await recreate(admin, "USER certified@'%' REQUIRE X509");
    await admin.close();
    const ssl = { ca: authority.cert };
    expect(await refusal(good, { user: 'certified', ssl })).toMatchObject({ errno: 1045 });
    const { cert, key } = client;
    expect(await encryption(good, { user: 'certified', ssl: { ...ssl, cert, key } })).toBeTruthy();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('only %s', async (tlsVersion) => {
    const ssl = { ca: authority.cert };
    expect(await encryption(good, { ssl, tlsVersion })).toMatchObject(ofVersion(tlsVersion));
  });

  test('a cipher of either version', async () => {
    const cipher = 'ECDHE-RSA-AES128-GCM-SHA256';
    const ciphersuites = 'TLS_AES_128_GCM_SHA256';
    const ssl = { ca: authority.cert };
    expect(await encryption(good, { ssl: { ...ssl, cipher }, tlsVersion: 'TLSv1.2' })).toEqual({
      cipher,
      ...ofVersion('TLSv1.2'),
    });
    expect(await encryption(good, { ssl: { ...ssl, ciphersuites } })).toEqual({
      cipher: ciphersuites,
      ...ofVersion('TLSv1.3'),
    });
  });

  test('large results and statements pass unharmed', async () => {
    const conn = await api.open({
      ...optionsOf(good),
      ssl: { ca: authority.cert },
      compress: true,
    });
    const big = Buffer.alloc(8 * 1024 * 1024, 'mysqldb ');
    const [back] = (await conn.fetchone<[Buffer]>('SELECT ?', [big]))!;
    expect(Buffer.compare(back, big)).toBe(0);
    const rows = await conn.fetchall<[number, string]>(MANY);
    expect(rows).toHaveLength(180_000);
    await conn.close();
  });
});

// OpenSSL keeps a list of errors for each thread, which the client library reads too late.
test('a connection that fails leaves an encrypted one alone', async () => {
  const [async, sync] = APIS;
  const conn = await async!.open({ ...optionsOf(good), ssl: { ca: authority.cert } });
  for (const options of [{ ca: stranger.cert }, { ca: '/no/such/file.pem' }]) {
    await failureOf(() => sync!.open({ ...optionsOf(good), ssl: options }));
    expect(await conn.fetchall(MANY)).toHaveLength(180_000);
  }
  await conn.close();
});

test('an encrypted connection that is killed while it is idle says so', async () => {
  const [async] = APIS;
  const conn = await async!.open({ ...optionsOf(good), ssl: { ca: authority.cert } });
  const admin = await async!.open(good.connectOptions);
  const ended = new Promise<void>((resolve) => conn.on('end', resolve));
  await admin.kill(conn.threadId);
  await ended;
  expect(conn.isUsable).toBe(false);
  await admin.close();
});

test('a sync one finds out before it sends, whatever records lie there', async () => {
  const [async, sync] = APIS;
  const conn = await sync!.open({ ...optionsOf(good), ssl: { ca: authority.cert } });
  const admin = await async!.open(good.connectOptions);
  await admin.kill(conn.threadId);
  await untilGone(admin, conn.threadId);
  expect(await failureOf(() => conn.execute('DO 1'))).toMatchObject({
    ...{ errno: 2006, sql: 'DO 1', fatal: true, retryable: true },
  });
  await admin.close();
});
