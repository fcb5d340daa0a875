import { ParamEncoder } from '../../../lib/convert/encode';
import { bytesOf } from '../../../lib/convert/encode-bytes';
import { compileTemplate } from '../../../lib/sql/template';
import { gbk, literal, noBackslash, readQuoted, refusal, rendered, usual } from './encode-fixtures';
import { seededRandom } from '../../support/generated';

const bytes = [0x00, 0xff, 0x27, 0x5c];

describe('bytes of every kind', () => {
  const buffer = new Uint8Array([9, ...bytes, 9]).buffer;
  const shared = new SharedArrayBuffer(4);
  new Uint8Array(shared).set(bytes);

  test.each([
    ['Buffer', Buffer.from(bytes)],
    ['Uint8Array', new Uint8Array(buffer, 1, 4)],
    ['Uint8ClampedArray', new Uint8ClampedArray(buffer, 1, 4)],
    ['Int8Array', new Int8Array(buffer, 1, 4)],
    ['DataView', new DataView(buffer, 1, 4)],
    ['Uint16Array', new Uint16Array(new Uint8Array(bytes).buffer)],
    ['Float32Array', new Float32Array(new Uint8Array(bytes).buffer)],
    ['ArrayBuffer', new Uint8Array(bytes).buffer],
    ['SharedArrayBuffer', shared],
    ['view of shared memory', new Uint8Array(shared)],
  ])('%s', (_, value) => {
    expect(literal(value)).toBe("_binary'\\0\xff''\\\\'");
  });

  test('may be empty', () => {
    expect(literal(new Uint8Array(0))).toBe("_binary''");
    expect(literal(new ArrayBuffer(0))).toBe("_binary''");
    expect(literal(new DataView(new ArrayBuffer(0)))).toBe("_binary''");
    expect(literal(new Float64Array(0))).toBe("_binary''");
  });
});

test('the statement around bytes is UTF-8', () => {
  const sql = rendered("SELECT 'ü', ?, ?, ?", ['😀', Buffer.from([0xff]), 'ß']);
  const before = Buffer.from("SELECT 'ü', '😀', _binary'");
  expect(Buffer.from(sql as Uint8Array)).toEqual(
    Buffer.concat([before, Buffer.from([0xff]), Buffer.from("', 'ß'")]),
  );
});

test('any bytes are read back as themselves', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 3000; round++) {
    const value = Buffer.from(Array.from({ length: random(40) }, () => random(256)));
    for (const session of [usual, noBackslash]) {
      const sql = Buffer.from(rendered('?', [value], session) as Uint8Array);
      expect(sql.subarray(0, 7).toString()).toBe('_binary');
      expect(readQuoted(sql.subarray(7), session.noBackslashEscapes).equals(value)).toBe(true);
    }
  }
});

test('shared memory is copied before it is measured, since another thread may write to it', () => {
  const shared = new SharedArrayBuffer(2);
  expect(bytesOf(new Uint8Array(shared))?.buffer).not.toBe(shared);
  expect(bytesOf(shared)?.buffer).not.toBe(shared);
  const own = new Uint8Array(2);
  expect(bytesOf(own)?.buffer).toBe(own.buffer);
});

test('several megabytes are one buffer of the right size', () => {
  const value = Buffer.alloc(3_000_000, "a'\\");
  const sql = rendered('SELECT ?, ?', [value, value]);
  expect(sql.length).toBe('SELECT , '.length + 2 * ("_binary''".length + 5_000_000));
});

describe('bytes that are gone are an error', () => {
  const message = 'Parameter 1 is a view of memory that was transferred or shrunk';
  const transferred = (): ArrayBuffer => {
    const buffer = new ArrayBuffer(8);
    structuredClone(buffer, { transfer: [buffer] });
    return buffer;
  };

  test('transferred', () => {
    expect(refusal('?', [transferred()]).message).toBe(message);
    const buffer = new ArrayBuffer(8);
    const views = [
      new Uint8Array(buffer),
      new Float64Array(buffer),
      new DataView(buffer),
      Buffer.from(buffer),
    ];
    structuredClone(buffer, { transfer: [buffer] });
    for (const view of views) expect(refusal('?', [view]).message).toBe(message);
  });

  test('shrunk', () => {
    const Resizable = ArrayBuffer as unknown as new (
      length: number,
      options: { maxByteLength: number },
    ) => ArrayBuffer & { resize(length: number): void };
    const buffer = new Resizable(8, { maxByteLength: 16 });
    const views = [new Uint8Array(buffer, 4, 4), new DataView(buffer, 4, 4)];
    const tracking = new Uint8Array(buffer);
    buffer.resize(2);
    for (const view of views) expect(refusal('?', [view]).message).toBe(message);
    expect(literal(tracking)).toBe("_binary'\\0\\0'");
  });
});

test('what is sent does not change with the buffer afterwards', () => {
  const value = Buffer.from('before');
  const sql = rendered('?', [value]);
  value.fill('x');
  expect(Buffer.from(sql as Uint8Array).toString()).toBe("_binary'before'");
});

describe('bytes are hexadecimal text', () => {
  test('in a session that is not UTF-8, where 0xbf27 would swallow the quote', () => {
    expect(rendered('?', [Buffer.from([0xbf, 0x27])], gbk)).toBe("_binary X'bf27'");
  });

  test('where text is asked for', () => {
    const template = compileTemplate(
      'SELECT ?, ?',
      { ansiQuotes: false, noBackslashEscapes: false },
      'qmark',
    );
    const encoder = new ParamEncoder();
    expect(encoder.renderText(template, [Buffer.from([1]), 'ü'], usual)).toBe(
      "SELECT _binary X'01', 'ü'",
    );
    expect(encoder.literal(new Uint8Array([255]), usual)).toBe("_binary X'ff'");
    expect(() => encoder.literal({}, usual)).toThrow('The value is a plain object');
  });
});
