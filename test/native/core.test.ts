/** Runs the C++ tests of native/core, and compares its UTF-8 decoder with that of Node. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '../support/generated';

const script = join(__dirname, '../../scripts/native-tests.mjs');
/** Compiling takes half a minute; a program that is fresh takes none of it. */
const BUILD_TIMEOUT = 300_000;

let program = '';
beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--build']);
  program = stdout.trim().split('\n').at(-1) ?? '';
}, BUILD_TIMEOUT);

const suites = [
  'text_parser_numbers',
  'text_parser_dates',
  'text_decoder',
  'row_packer',
  'row_packer_limits',
  'column_block',
  'binary_row',
  'bulk_params',
  'shape_cache',
  'batch_queue',
  'worker',
  'socket_wait',
  'tail_reader',
  'infile_queue',
  'killer',
  'private_file',
];

test('all suites are listed here', () => {
  const listed = execFileSync(program, ['--list'], { encoding: 'utf8' });
  expect(listed.trim().split('\n')).toEqual(suites);
});

test.each(suites)('%s', (suite) => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [script, suite], {
    encoding: 'utf8',
  });
  expect({ status, signal, output: status === 0 ? '' : stdout + stderr }).toEqual({
    status: 0,
    signal: null,
    output: '',
  });
});

describe('UTF-8 is decoded as TextDecoder does it', () => {
  /** What the C++ decoder makes of each text. */
  function decoded(texts: readonly Buffer[]): string[] {
    const withSize = texts.flatMap((text) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(text.length);
      return [size, text];
    });
    const output = execFileSync(program, ['--decode-utf8'], {
      input: Buffer.concat(withSize),
      maxBuffer: 256 * 1024 * 1024,
    });
    const results: string[] = [];
    for (let at = 0; at < output.length;) {
      const end = at + 4 + output.readUInt32LE(at);
      results.push(output.toString('utf16le', at + 4, end));
      at = end;
    }
    return results;
  }

  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  function compare(texts: readonly Buffer[]): void {
    const actual = decoded(texts);
    expect(actual).toHaveLength(texts.length);
    const different = texts.flatMap((text, i) =>
      actual[i] === decoder.decode(text)
        ? []
        : [{ bytes: text.toString('hex'), actual: actual[i], expected: decoder.decode(text) }],
    );
    expect(different).toEqual([]);
  }

  test('for random bytes', () => {
    const random = seededRandom(21);
    compare(
      Array.from({ length: 50_000 }, () =>
        Buffer.from(Array.from({ length: random(24) }, () => random(256))),
      ),
    );
  });

  test('for valid texts with a byte changed, cut off or put in', () => {
    const random = seededRandom(22);
    const letters = [
      'a',
      'é',
      'ÿ',
      'Ā',
      '€',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '😀',
      '\u{10ffff}',
      '\0',
    ];
    const text = (): Buffer => {
      const bytes = [
        ...Buffer.from(Array.from({ length: 1 + random(9) }, () => letters[random(11)]).join('')),
      ];
      const at = random(bytes.length);
      const change = random(4);
      if (change === 1) bytes[at] = random(256);
      if (change === 2) bytes.splice(at, 1);
      if (change === 3) bytes.splice(at, 0, random(256));
      return Buffer.from(bytes);
    };
    compare(Array.from({ length: 50_000 }, text));
  });

  test('for long texts', () => {
    const random = seededRandom(23);
    compare(
      Array.from({ length: 20 }, () =>
        Buffer.from(Array.from({ length: 100_000 }, () => random(256))),
      ),
    );
  });
});
