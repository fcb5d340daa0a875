import { tracingChannel } from 'node:diagnostics_channel';
import { traceMysql2 } from '../../lib/diagnostics/mysql2-channels';
import { EVENTS } from '../support/traces';

const CONTEXT = { query: 'SELECT 1', database: '', serverAddress: 'db', serverPort: 3306 };

function query(context: () => typeof CONTEXT, error: Error | null): Promise<unknown> {
  return new Promise((resolve) => {
    const begin = (callback: (error: Error | null) => void): unknown =>
      setImmediate(callback, error);
    traceMysql2('query', context, begin, resolve);
  });
}

test.each([
  [null, ['start', 'end', 'asyncStart', 'asyncEnd']],
  [new Error('refused'), ['start', 'end', 'error', 'asyncStart', 'asyncEnd']],
])('subscribers of mysql2 get its events and its context (%s)', async (error, expected) => {
  const heard: unknown[] = [];
  const subscribers = Object.fromEntries(
    EVENTS.map((event) => [event, (context: unknown) => heard.push([event, context])]),
  ) as never;
  tracingChannel('mysql2:query').subscribe(subscribers);
  const told = await query(() => ({ ...CONTEXT }), error);
  tracingChannel('mysql2:query').unsubscribe(subscribers);
  expect(told).toBe(error);
  const context = expect.objectContaining(CONTEXT) as unknown;
  expect(heard).toEqual(expected.map((event) => [event, context]));
});

test('the context is not made while nobody subscribes', async () => {
  const context = jest.fn(() => CONTEXT);
  await query(context, null);
  expect(context).not.toHaveBeenCalled();
});
