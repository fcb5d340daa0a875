/** Cells as the server sends them, for what is built on the session and not on cursors. */
import { resolveOptions } from '../../../lib/options/resolve-options';
import { openSession } from '../../../lib/operations/connect';
import { runSync } from '../../../lib/operations/operation';
import { Session } from '../../../lib/operations/session';
import { storeResults } from '../../../lib/operations/stored-results';
import { ANY_TYPE, type Decoders } from '../../../lib/rows/decoders';
import { compileDecoding, type Decoding } from '../../../lib/rows/decoding';
import { timeZone } from '../../../lib/temporal/time-zone';
import { serverOptions } from '../../support/apis';
import { useDatabase } from '../../support/database';

useDatabase();

let session: Session;

beforeAll(() => {
  session = new Session('inline', resolveOptions(serverOptions()));
  runSync(session.channel, openSession(session));
});
afterAll(() => session.channel.native.close());

function decoding(decoders: Decoders, allBytes: boolean): Decoding {
  return compileDecoding({
    bigint: 'auto',
    decimal: 'string',
    dates: 'date',
    zeroDates: 'string',
    json: 'parse',
    zone: timeZone('Z'),
    decoders,
    allBytes,
  });
}

const SQL = `SELECT 7, 1.50, 0.5e0, 'é', _latin1 X'E9', TIMESTAMP'2024-01-01 00:00:00',
  JSON_ARRAY(1), X'00FF', NULL`;

function read(how: Decoding): unknown {
  const [result] = runSync(
    session.channel,
    storeResults(session, session.commands.sending(SQL, false), SQL, 'array', how),
  );
  return (result as { rows: unknown[][] }).rows[0];
}

const TEXTS = ['7', '1.50', '0.5', 'é', 'é', '2024-01-01 00:00:00', '[1]'];

test('all of them as bytes', () => {
  const bytes = TEXTS.map((text) => Buffer.from(text));
  expect(read(decoding(new Map(), true))).toEqual([...bytes, Buffer.from([0, 255]), null]);
});

test('all of them through one decoder: as text where they are text', () => {
  const seen: unknown[] = [];
  const decode = (value: unknown): number => seen.push(value);
  const any: Decoders = new Map([[ANY_TYPE, [{ mask: 0, decode }]]]);
  expect(read(decoding(any, false))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, null]);
  expect(seen).toEqual([...TEXTS, Buffer.from([0, 255])]);
});

test('which is for the types that have none of their own', () => {
  const decoders: Decoders = new Map([
    [ANY_TYPE, [{ mask: 0, decode: () => 'any' }]],
    [246, [{ mask: 0, decode: () => 'decimal' }]],
  ]);
  expect((read(decoding(decoders, false)) as unknown[]).slice(0, 3)).toEqual([
    'any',
    'decimal',
    'any',
  ]);
});
