import { ExampleProcess, type ExampleEnd } from './example-process';

jest.setTimeout(120_000);

/** A line that begins with these words, whatever space is between them. */
function row(...words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[+.()]/g, '\\$&'));
  return new RegExp(`^ *${escaped.join(' +')} *$`, 'm');
}

function number(stdout: string, pattern: RegExp): number {
  const [, text] = pattern.exec(stdout) ?? [];
  if (text === undefined) throw new Error(`no ${pattern} in:\n${stdout}`);
  return Number(text.replaceAll(',', ''));
}

describe('the demo, with a pipe for a terminal', () => {
  let demo: ExampleProcess;
  let end: ExampleEnd;

  beforeAll(async () => {
    demo = new ExampleProcess('demo.mjs');
    end = await demo.ended;
  });
  afterAll(() => demo.remove());

  test('comes to its end without a complaint', () => {
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toMatch(/Read next:\n +README\.md/);
  });

  test('leaves nothing behind', () => {
    expect(demo.leftovers()).toEqual([]);
  });

  test('numbers its sections', () => {
    const numbers = [...end.stdout.matchAll(/^(\d)\. \S/gm)].map(([, digit]) => digit);
    expect(numbers.join('')).toBe('123456789');
  });

  test('fits 80 columns, and writes neither colors nor a bar', () => {
    const long = end.stdout.split('\n').filter((line) => line.length > 80);
    expect(long).toEqual([]);
    expect(end.stdout).not.toMatch(/[\x1b\r█░]/);
  });

  test('loads every row, and says how far it is', () => {
    const total = number(end.stdout, /([\d,]+) rows \(100%\)$/m);
    const [, list] = /(country \d+, .*):$/m.exec(end.stdout) ?? [];
    const counts = list!.split(/, (?=\D)/).map((each) => number(each, / ([\d,]+)$/));
    expect(counts.reduce((sum, count) => sum + count)).toBe(total);
    expect(number(end.stdout, /transition ([\d,]+):/)).toBeGreaterThan(10_000);
    expect(end.stdout).toMatch(/\((2[5-9]|3\d)%\)/);
    expect(number(end.stdout, /^ +executemany +([\d,]+) /m)).toBe(total);
  });

  test('fetches every row in every way', () => {
    const loaded = number(end.stdout, /transition ([\d,]+):/);
    for (const way of ['SSCursor, for await', 'DictCursor, fetchall', 'Cursor, fetchall, sync']) {
      expect(number(end.stdout, new RegExp(`^ +${way} +([\\d,]+)`, 'm'))).toBe(loaded);
    }
  });

  test('knows history', () => {
    expect(end.stdout).toMatch(row('Europe/Berlin', '4', '+01:00', '+03:00'));
    expect(end.stdout).toMatch(row('Asia/Tokyo', '1951-09-08 15:00', '-'));
    expect(end.stdout).toMatch(row('2011-12-30', '2', 'Pacific/Apia', '-10:00', '+14:00'));
    expect(end.stdout).toMatch(/^ +United States +29 +America\/Adak$/m);
  });

  test('knows when the clocks change next', () => {
    const [, last, next] = /^ +Europe\/Berlin +(\S+ \S+) +(\S+ \S+)$/m.exec(end.stdout) ?? [];
    const [before, after] = [last, next].map((text) => Date.parse(`${text}Z`));
    expect(before).toBeLessThan(Date.now());
    expect(after).toBeGreaterThan(Date.now());
    expect(after! - before!).toBeLessThan(220 * 86_400_000);
  });

  test('rolls back what it deleted', () => {
    const before = number(end.stdout, /^ +before +([\d,]+)$/m);
    expect(before).toBeGreaterThan(100);
    expect(number(end.stdout, /\(rowcount ([\d,]+)\) +0$/m)).toBe(before);
    expect(number(end.stdout, /^ +after rollback\(\) +([\d,]+)$/m)).toBe(before);
  });

  test('shows an error with its class, code, state, message and hint', () => {
    expect(end.stdout).toMatch(/^ +\w+Error: Unknown column 'nmae' in /m);
    expect(end.stdout).toMatch(row('code', 'ER_BAD_FIELD_ERROR'));
    expect(end.stdout).toMatch(row('errno', '1054'));
    expect(end.stdout).toMatch(row('sqlState', '42S22'));
    expect(end.stdout).toMatch(/^ +hint +Check the name;/m);
  });

  test('shows the code that it runs', () => {
    expect(end.stdout).toMatch(/^ +│ +const cur = conn\.cursor\(SSCursor\);$/m);
    expect(end.stdout).toMatch(/^ +│ +return startServer\(\);$/m);
  });
});

describe('the demo leaves nothing behind when it is interrupted', () => {
  test.each<[string, string, NodeJS.Signals]>([
    ['while the server starts', 'return startServer();', 'SIGINT'],
    ['while it connects', 'listens on', 'SIGINT'],
    ['while it loads', 'rows (2', 'SIGINT'],
    ['while it queries', 'who changed the clocks', 'SIGINT'],
    ['with SIGTERM', 'rows (2', 'SIGTERM'],
  ])('%s', async (_, text, signal) => {
    const demo = new ExampleProcess('demo.mjs');
    try {
      await demo.printed(text);
      demo.signal(signal);
      const end = await demo.ended;
      expect(demo.leftovers()).toEqual([]);
      expect(end).toMatchObject({ code: 130, stderr: '\nInterrupted: stopping the server.\n' });
      expect(end.stdout).not.toContain('Read next');
    } finally {
      demo.remove();
    }
  });
});

test('there is something that could be left behind', async () => {
  const demo = new ExampleProcess('demo.mjs');
  try {
    await demo.printed('listens on');
    expect(demo.leftovers()).toContainEqual(expect.stringMatching(/^mysqldb-\w+$/));
    if (process.platform === 'linux') {
      expect(demo.leftovers()).toContainEqual(expect.stringContaining('--datadir='));
    }
  } finally {
    demo.signal('SIGINT');
    await demo.ended;
    demo.remove();
  }
});

test('the demo says what to do when there is no server', async () => {
  const demo = new ExampleProcess('demo.mjs', { MYSQLDB_SERVER: '/no/such/mariadbd' });
  const { code, stderr } = await demo.ended;
  demo.remove();
  expect(code).toBe(1);
  expect(stderr).toContain("Cannot use the server '/no/such/mariadbd'");
  expect(stderr).not.toContain('    at ');
});

test('the demo brings its own time zones where the system has none', async () => {
  const demo = new ExampleProcess('demo.mjs', { TZDIR: '/no/such/directory' });
  const { code, stdout } = await demo.ended;
  demo.remove();
  expect(code).toBe(0);
  expect(stdout).toMatch(/ zones of version 20\d\d\w in examples.data.timezones\.tsv/);
  expect(stdout).toMatch(row('Asia/Tokyo', '1951-09-08 15:00', '-'));
});
