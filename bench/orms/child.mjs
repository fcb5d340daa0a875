// The process of one ORM on one driver; ../driver-process.mjs is its other end and tells the protocol.
// node child.mjs <file of the ORM> <mysqldb | peer> <select | insert> <its place, as JSON>
import { createInterface } from 'node:readline';
import { measure } from '../measure.mjs';
import { targetFromEnvironment } from '../target.mjs';
import { REPEATS, ROWS } from './entities.mjs';

/** @param {unknown} reply */
const print = (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);

/** @param {any} error */
const printError = (error) => print({ error: String(error?.message ?? error) });

/** @param {string} task @param {any} result */
function check(task, result) {
  if (task === 'select' && result.length !== ROWS) throw new Error(`read ${result.length} rows`);
}

/** @param {import('./entities.mjs').Work} work @param {string} task */
async function repeat(work, task) {
  for (let done = 0; done < REPEATS; done++) check(task, await work[task]());
}

async function main() {
  const [file = '', driver = '', task = '', place = ''] = process.argv.slice(2);
  const { host = '', port = 0, user, password, database } = targetFromEnvironment(process.env);
  const { open } = await import(`./${file}.mjs`);
  const work = await open(driver, { host, port, user, password, database }, JSON.parse(place));
  print({ ready: true, version: process.version });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'run') continue;
    await measure(ROWS * REPEATS, () => repeat(work, task)).then(
      ({ sample }) => print(sample),
      printError,
    );
  }
  await work.close();
}

main().catch((error) => {
  printError(error);
  process.exitCode = 1;
});
