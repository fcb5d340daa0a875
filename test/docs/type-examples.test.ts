/** @file Each row of the table of examples in docs/type-mapping.md is what it says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectOptions, PreciseDate } from '../../lib';
import { useDatabase } from '../support/database';
import { APIS, PROTOCOLS } from '../support/apis';
import { KNOWS_JSON } from '../support/flavor';
import { exactly, IS_MARIADB, readBack } from '../integration/types/read-back';

useDatabase();

interface Example {
  readonly type: string;
  readonly value: string;
  readonly options: string;
  readonly expected: string;
}

function examples(): Example[] {
  const text = readFileSync(join(__dirname, '../../docs/type-mapping.md'), 'utf8');
  const table = text.slice(text.indexOf('## Every type by an example'));
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const other = IS_MARIADB ? 'MySQL' : 'MariaDB';
  return rows
    .map((row) => row.split(/ *\| */).slice(1, -1))
    .filter((cells) => cells[4] !== other)
    .map((cells) => {
      const [type, value, options, expected] = cells.map((cell) => cell.replaceAll('`', ''));
      return { type: type!, value: value!, options: options!, expected: expected! };
    });
}

/** What an expression of the table means. */
function evaluate(expression: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function('PreciseDate', `return (${expression});`)(PreciseDate) as unknown;
}

test('there is an example of each type', () => {
  expect(examples().length).toBeGreaterThan(38);
});

test.each(examples())('$type of $value with $options is $expected', async (example) => {
  const { type, value, options } = example;
  // Where JSON is not known as such (docs/flavors.md) it is the text of it.
  const expected = type === 'JSON' && !KNOWS_JSON ? value : example.expected;
  const given = evaluate(`{ timezone: 'Z', ${options} }`) as ConnectOptions;
  // A FLOAT of the binary protocol has all of its digits (docs/prepared-statements.md).
  const apis = type === 'FLOAT' ? APIS : PROTOCOLS;
  const read = await readBack(type, [value], given, apis);
  expect(read.map(exactly)).toEqual([exactly(evaluate(expected))]);
});
