import { rolledOver } from '../../../lib/temporal/rolled-over';

test.each([
  ['2023-02-30', '2023-03-02T00:00:00.000Z'],
  ['2024-02-31 23:59:59', '2024-03-02T23:59:59.000Z'],
  ['2024-06-31 01:02:03.456789', '2024-07-01T01:02:03.456Z'],
  ['0000-03-04', '0000-03-04T00:00:00.000Z'],
  ['0033-02-29', '0033-03-01T00:00:00.000Z'],
])('%s counts on', (text, expected) => {
  expect(new Date(rolledOver(text)).toISOString()).toBe(expected);
});

test.each(['0000-00-00', '0000-00-00 00:00:00', '2024-00-01', '2024-01-00 00:00:00.000000', 'x'])(
  '%s has no day to begin with',
  (text) => {
    expect(rolledOver(text)).toBeNaN();
  },
);
