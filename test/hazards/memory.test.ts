/** Memory that grows with the result is memory that a large result takes away. */
import { runChild } from '../support/child';
import { numbersTo } from '../support/numbers';

const MB = 1024 * 1024;

interface Growth {
  readonly rows: number;
  /** Resident memory at its largest after the first 100 000 rows, beyond what it was then. */
  readonly growth: number;
}

const READ = `
  const conn = await connect(OPTIONS);
  const cursor = conn.cursor(SSCursor);
  let rows = 0, base = 0, most = 0;
  const look = () => {
    const rss = process.memoryUsage.rss();
    if (base === 0) base = rss;
    most = Math.max(most, rss);
  };
  const report = () => console.log(JSON.stringify({ rows, growth: most - base }));
`;

async function growth(source: string): Promise<Growth> {
  const end = await runChild(READ + source, { deadline: 25_000 });
  expect(end).toMatchObject({ code: 0, stderr: '' });
  const result = JSON.parse(end.stdout) as Growth;
  process.stderr.write(`${result.rows} rows: ${(result.growth / MB).toFixed(1)} MB more\n`);
  return result;
}

test('two million rows are streamed in bounded memory', async () => {
  const { rows, growth: bytes } = await growth(`
    await cursor.execute("SELECT seq, seq * 2, CONCAT('name ', seq), REPEAT('x', 60), NOW() FROM ${numbersTo(2_000_000)}");
    for await (const row of cursor) {
      rows++;
      if (rows >= 100000 && rows % 10000 === 0) look();
    }
    report();
  `);
  expect(rows).toBe(2_000_000);
  expect(bytes).toBeLessThan(64 * MB);
});

test('a million rows of a server-side cursor are fetched in bounded memory', async () => {
  const { rows, growth: bytes } = await growth(`
    const fetching = conn.cursor(ServerCursor);
    fetching.arraysize = 1000;
    await fetching.execute("SELECT seq, seq * 2, CONCAT('name ', seq), REPEAT('x', 60), NOW() FROM ${numbersTo(1_000_000)}");
    for await (const row of fetching) {
      rows++;
      if (rows >= 100000 && rows % 10000 === 0) look();
    }
    report();
  `);
  expect(rows).toBe(1_000_000);
  expect(bytes).toBeLessThan(64 * MB);
});

test('a reader that waits between rows does not make the driver collect them', async () => {
  const { growth: bytes } = await growth(`
    await cursor.execute(LONG_ROWS);
    await cursor.fetchmany(100000);
    look();
    for (let i = 0; i < 300; i++) {
      rows += (await cursor.fetchmany(10)).length;
      await new Promise((resolve) => setTimeout(resolve, 3));
      look();
    }
    report();
    conn.destroy();
  `);
  expect(bytes).toBeLessThan(32 * MB);
});

test('rows of a megabyte each are streamed one by one', async () => {
  const { rows, growth: bytes } = await growth(`
    await cursor.execute("SELECT seq, REPEAT('x', 1000000), REPEAT('é', 200000) FROM ${numbersTo(300)}");
    for await (const row of cursor) {
      rows++;
      if (rows >= 100) look();
      await null;
    }
    report();
  `);
  expect(rows).toBe(300);
  // 420 MB come by; V8 collects strings as late as it likes.
  expect(bytes).toBeLessThan(192 * MB);
});

test('a text that is kept does not keep the rows around it', async () => {
  const { growth: bytes } = await growth(`
    const kept = [];
    await cursor.execute("SELECT seq, REPEAT('x', 2000), 'short' FROM ${numbersTo(60000)}");
    for await (const row of cursor) {
      rows++;
      if (rows % 1000 === 0) { kept.push(row[2]); look(); }
    }
    report();
  `);
  expect(bytes).toBeLessThan(64 * MB);
});

test('a million rows of an async iterable are loaded in bounded memory', async () => {
  const { rows, growth: bytes } = await growth(`
    await conn.execute('CREATE TEMPORARY TABLE loaded (id INT, name VARCHAR(40), score DOUBLE) ENGINE = MyISAM');
    async function* source() {
      for (let id = 0; id < 1_000_000; id++) yield [id, 'name ' + id, id / 8];
    }
    const onProgress = (progress) => {
      rows = progress.rows;
      if (rows >= 100000) look();
    };
    await cursor.executemany('INSERT INTO loaded VALUES (?, ?, ?)', source(), { onProgress });
    report();
  `);
  expect(rows).toBe(1_000_000);
  expect(bytes).toBeLessThan(64 * MB);
});
