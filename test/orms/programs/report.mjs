// What the programs tell the tests that start them: one JSON text, with what JSON has no word for.

/** Prints what a program has seen. */
export function report(seen) {
  process.stdout.write(`${JSON.stringify(plain(seen))}\n`);
}

/** Which kind a value is stays visible: a bigint is no number, and bytes are no text. */
function plain(value) {
  if (typeof value === 'bigint') return `bigint ${value}`;
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return `date ${Number.isNaN(+value) ? 'invalid' : value.toJSON()}`;
  if (typeof value.toFixed === 'function') return `decimal ${value.toFixed()}`;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
}

/** What a call fails with, as far as the test wants to know it; or that it did not. */
export async function failureOf(call, pick = ({ name, code, errno }) => ({ name, code, errno })) {
  try {
    return { succeeded: await call() };
  } catch (error) {
    return pick(error);
  }
}

/** The options of the server, which the test hands over. */
export const OPTIONS = JSON.parse(process.env.ORM_OPTIONS ?? '{}');

/** What the program runs on: the driver that is tested, or the one that it is compared with. */
export const DRIVER = process.env.DRIVER;
