// 5 000 rows of 200 columns, as exports and reports have them: an id and, in turn, an integer, a short
// text, a double, and an integer that is NULL in every other row.
import { tableOfNumbers } from './numbers-table.mjs';

const ROWS = 5_000;
const COLUMNS = 200;

/** @type {{ type: string, value: (i: number) => string, is: (n: number, i: number) => unknown }[]} */
const KINDS = [
  { type: 'INT NOT NULL', value: (i) => `n + ${i}`, is: (n, i) => n + i },
  {
    type: 'VARCHAR(24) NOT NULL',
    value: (i) => `CONCAT('text ', n + ${i})`,
    is: (n, i) => `text ${n + i}`,
  },
  { type: 'DOUBLE NOT NULL', value: (i) => `(n + ${i}) / 8`, is: (n, i) => (n + i) / 8 },
  {
    type: 'INT NULL',
    value: (i) => `IF((n + ${i}) % 2, NULL, n)`,
    is: (n, i) => ((n + i) % 2 ? null : n),
  },
];

const columns = Array.from({ length: COLUMNS - 1 }, (_, i) => {
  const { type, value } = KINDS[i % KINDS.length];
  return { name: `c${i}`, type, value: value(i) };
});

const create = tableOfNumbers(
  'wide',
  columns.map(({ name, type }) => `${name} ${type}`).join(', '),
  columns.map(({ value }) => value).join(', '),
  ROWS,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const wideTable = {
  create,
  rows: ROWS,
  select: 'SELECT * FROM wide',
  names: ['id', ...columns.map(({ name }) => name)],
  check: (row) =>
    columns.every(({ name }, i) => row[name] === KINDS[i % KINDS.length].is(row.id - 1, i)),
};
