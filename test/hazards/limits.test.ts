/** A process that runs out of files: each failure has a type, and nothing waits for ever. */
import { cleanEnd, runChild } from '../support/child';
import { numbersTo } from '../support/numbers';

const FEW_FILES = { wrapper: ['prlimit', '--nofile=100'], deadline: 8_000 };

/** Takes all files but so many. */
const HOG = `
  const fs = require('node:fs');
  const hogs = [];
  const hog = (left) => {
    try { for (;;) hogs.push(fs.openSync('/dev/null')); } catch {}
    for (let i = 0; i < left; i++) fs.closeSync(hogs.pop());
  };
  const free = () => { for (const file of hogs.splice(0)) fs.closeSync(file); };
`;

test('a connection that finds no file is refused, and those that are open work on', async () => {
  const end = await runChild(
    `${HOG}
     const open = await connect(OPTIONS);
     hog(0);
     for (const make of [connect, async (options) => connectSync(options)]) {
       await make(OPTIONS).catch((error) => console.log(error.name, error.fatal, error.code));
     }
     const cursor = open.cursor(SSCursor);
     await cursor.execute(ROWS);
     console.log((await cursor.fetchall()).length);
     free();
     console.log((await (await connect(OPTIONS)).fetchall('SELECT 1')).length);`,
    FEW_FILES,
  );
  const refused = 'OperationalError true CR_IPSOCK_ERROR';
  expect(end).toMatchObject(cleanEnd(`${refused}\n${refused}\n1000000\n1`));
});

// A socket takes one file; what else a session needs must not be missing in silence.
test.each([1, 2, 3])(
  'a connection that found %d files can be destroyed at any time',
  async (left) => {
    const end = await runChild(
      `${HOG}
     await (await connect(OPTIONS)).close();
     hog(${left});
     const conn = await connect(OPTIONS).catch(() => {});
     free();
     if (conn !== undefined) {
       const cursor = conn.cursor(SSCursor);
       await cursor.execute("SELECT seq, REPEAT('x', 40), IF(seq > 100000, SLEEP(60), 0) FROM ${numbersTo(200_000)}");
       await cursor.fetchmany(99000);
       const reading = cursor.fetchall().catch(() => {});
       await new Promise((resolve) => setTimeout(resolve, 100)); // its thread waits for the server
       conn.destroy();
       await reading;
     }
     console.log('done');`,
      FEW_FILES,
    );
    expect(end).toMatchObject(cleanEnd('done'));
  },
);
