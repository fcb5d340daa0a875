/** Holds how many instructions rows and queries need, where valgrind can count them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isThere } from './program';

interface Count {
  name: string;
  instructions: number;
  limit?: number;
}

const script = join(__dirname, '../../bench/instructions/count.mjs');
const cases = [
  ...['packing a mixed row', 'packing a row with emoji', 'a point query'],
  ...['a mixed row, text', 'a mixed row, prepared'],
];
/** The program is compiled when it is not fresh. */
const BUILD_TIMEOUT = 300_000;

async function output(...flags: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...flags]);
  return stdout;
}

test(
  'what is counted does its work',
  async () => {
    const operations = JSON.parse(await output('--plain')) as Record<string, number>;
    expect(Object.keys(operations)).toEqual(cases);
    expect(Object.values(operations)).toEqual([12_800, 12_800, 300, 20_000, 20_000]);
  },
  BUILD_TIMEOUT,
);

// The set-up for CI installs valgrind; on other systems the test above is all that there is to say.
if (isThere('valgrind')) {
  test('no more instructions than the kept numbers and a quarter', async () => {
    // It exits with 1, and says which, when there are more.
    const counts = JSON.parse(await output('--json')) as Count[];
    expect(counts.map(({ name }) => name)).toEqual(cases);
    for (const { instructions, limit = Infinity } of counts) {
      expect(instructions).toBeGreaterThan(500);
      expect(instructions).toBeLessThanOrEqual(limit);
    }
  }, 240_000);
}
