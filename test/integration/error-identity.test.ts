/** Errors where JavaScript copies or loads things twice: both kinds of module, threads, clones. */
import { join } from 'node:path';
import { DataError, Error as DriverError, IntegrityError, MySQLError } from '../../lib';
import { runChild } from '../support/child';
import { ERROR_DETAILS } from '../support/error-details';

const error = () =>
  new IntegrityError('Duplicate entry', { ...ERROR_DETAILS, cause: new DataError('inner') });

async function printedBy(source: string): Promise<unknown> {
  const end = await runChild(source);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(end.stdout);
}

test('both kinds of module have the same classes', async () => {
  const esm = JSON.stringify(join(__dirname, '../../dist/index.mjs'));
  const cjs = JSON.stringify(join(__dirname, '../../dist/index.js'));
  const seen = await printedBy(`
    const esm = await import(${esm});
    const cjs = require(${cjs});
    const conn = esm.connectSync(OPTIONS);
    try {
      conn.execute('SELEKT');
    } catch (error) {
      const names = ['ProgrammingError', 'DatabaseError', 'Error', 'MySQLError'];
      console.log(JSON.stringify([
        ...names.flatMap((name) => [error instanceof esm[name], error instanceof cjs[name]]),
        error.name,
        String(error).slice(0, 18),
      ]));
    }
    conn.close();`);
  expect(seen).toEqual([...Array<boolean>(8).fill(true), 'ProgrammingError', 'ProgrammingError: ']);
});

test('an error that nobody caught in a worker keeps its name and its details', async () => {
  const cjs = JSON.stringify(join(__dirname, '../../dist/index.js'));
  const worker = `const { connectSync } = require(${cjs});
    const { workerData } = require('node:worker_threads');
    connectSync(workerData).execute('SELEKT');`;
  const seen = await printedBy(`
    const { Worker } = require('node:worker_threads');
    new Worker(${JSON.stringify(worker)}, { eval: true, workerData: OPTIONS }).on('error', (e) =>
      console.log(JSON.stringify([e.name, e.code, e.errno, e.sqlState, e.sql, e.hint.length > 0])));`);
  expect(seen).toEqual(['ProgrammingError', 'ER_PARSE_ERROR', 1064, '42000', 'SELEKT', true]);
});

test('a structured clone keeps message, stack and cause', () => {
  const original = error();
  const clone = structuredClone(original);
  expect(clone).not.toBeInstanceOf(MySQLError);
  expect([clone.message, clone.stack]).toEqual([original.message, original.stack]);
  expect(clone.stack).toMatch(/^IntegrityError: Duplicate entry\n/);
  expect((clone.cause as Error).message).toBe('inner');
});

test('toJSON has all but stack and cause, and passes everywhere', () => {
  const json = error().toJSON();
  expect(json).toEqual({ name: 'IntegrityError', message: 'Duplicate entry', ...ERROR_DETAILS });
  expect(structuredClone(json)).toEqual(json);
  expect(JSON.parse(JSON.stringify(error()))).toEqual(json);
});

test('toString is the name and the message', () => {
  expect(String(error())).toBe('IntegrityError: Duplicate entry');
  expect(new DriverError('x').toString()).toBe('Error: x');
});
