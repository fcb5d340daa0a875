/** A value that is kept must not keep the result alive that it came with. */
import { cleanEnd, runChild } from '../../support/child';
import { numbersTo } from '../../support/numbers';

const ROWS = 100_000;

/** Reads a large result, keeps 20 values of it, and prints how much memory that takes, in KiB. */
const MEASURE = `
  async function measure(read) {
    const used = () => {
      for (let i = 0; i < 4; i++) gc();
      const { heapUsed, arrayBuffers, external } = process.memoryUsage();
      return heapUsed + arrayBuffers + external;
    };
    await read(); // code and caches
    const before = used();
    globalThis.kept = await read();
    await new Promise((resolve) => setImmediate(resolve));
    const kib = Math.round((used() - before) / 1024);
    if (globalThis.kept.length !== 20) throw new Error('kept ' + globalThis.kept.length);
    return kib;
  }
  const pick = (rows) => rows.filter((_, i) => i % ${ROWS / 20} === 7).map((row) => row[0]);
`;

const VALUES = [
  ['ASCII text', "CONCAT('a text of some length, number ', seq)"],
  ['latin1 text', "CONCAT('un texte à garder, numéro ', seq)"],
  ['wide text', "CONCAT('ein Text für 5 €, Nummer ', seq)"],
  ['bytes', "CAST(CONCAT('bytes of some length, number ', seq) AS BINARY)"],
] as const;

test.each(VALUES)(
  '20 kept values of 100 000: %s',
  async (_name, expression) => {
    const sql = JSON.stringify(`SELECT ${expression}, REPEAT('x', 50) FROM ${numbersTo(ROWS)}`);
    const end = await runChild(
      `${MEASURE}
    const sync = connectSync(OPTIONS);
    const async_ = await connect(OPTIONS);
    const sizes = [
      await measure(async () => pick(sync.fetchall(${sql}))),
      await measure(async () => pick(await async_.fetchall(${sql}))),
      await measure(async () => {
        const cursor = async_.cursor(SSCursor);
        await cursor.execute(${sql});
        const kept = [];
        let i = 0;
        for await (const row of cursor) if (i++ % ${ROWS / 20} === 7) kept.push(row[0]);
        return kept;
      }),
    ];
    sync.close();
    await async_.close();
    console.log(JSON.stringify(sizes));`,
      { flags: ['--expose-gc'], deadline: 60_000 },
    );
    expect(end).toMatchObject({ ...cleanEnd(end.stdout) });
    const sizes = JSON.parse(end.stdout) as number[];
    expect(sizes).toHaveLength(3);
    for (const size of sizes) expect(size).toBeLessThan(2048);
  },
  90_000,
);

test('an idle connection keeps nothing of its last result', async () => {
  const end = await runChild(
    `const used = () => {
      for (let i = 0; i < 4; i++) gc();
      const { heapUsed, arrayBuffers, external } = process.memoryUsage();
      return heapUsed + arrayBuffers + external;
    };
    const sizes = [];
    for (const sql of [
      "SELECT seq, REPEAT('x', 50) FROM ${numbersTo(ROWS)}",
      "SELECT 1, REPEAT('x', 8000000)",
      "SELECT 1, CAST(REPEAT('x', 8000000) AS BINARY)",
    ]) {
      for (const conn of [await connect(OPTIONS), connectSync(OPTIONS)]) {
        await conn.fetchall(sql.replace(/_${ROWS}$/, '_1000'));
        await conn.fetchall('SELECT 1');
        const before = used();
        await conn.fetchall(sql);
        await new Promise((resolve) => setImmediate(resolve));
        sizes.push(Math.round((used() - before) / 1024));
        await conn.close();
      }
    }
    console.log(JSON.stringify(sizes));`,
    { flags: ['--expose-gc'], deadline: 60_000 },
  );
  const sizes = JSON.parse(end.stdout) as number[];
  expect(sizes).toHaveLength(6);
  for (const size of sizes) expect(size).toBeLessThan(2048);
}, 90_000);
