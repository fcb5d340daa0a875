// 5 000 rows of 200 columns, as exports and reports have them: an id and, in turn, an integer, a short
// text, a double, and an integer that is NULL in every other row.
import { tableOfNumbers } from './numbers-table.mjs';

const ROWS = 5_000;
const COLUMNS = 200;

const KINDS = [
  { type: 'INT NOT NULL', value: (/** @type {number} */ i) => `n + ${i}` },
  { type: 'VARCHAR(24) NOT NULL', value: (/** @type {number} */ i) => `CONCAT('text ', n + ${i})` },
  { type: 'DOUBLE NOT NULL', value: (/** @type {number} */ i) => `(n + ${i}) / 8` },
  { type: 'INT NULL', value: (/** @type {number} */ i) => `IF((n + ${i}) % 2, NULL, n)` },
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
  check: ({ id, c0, c1, c194, c195 }) =>
    c0 === id - 1 &&
    c1 === `text ${id}` &&
    c194 === (id - 1 + 194) / 8 &&
    c195 === ((id - 1 + 195) % 2 ? null : id - 1),
};
