// An id and three columns of text with all that UTF-8 has: a latin letter of two bytes, a Greek word, and
// an emoji of four bytes, which are two units of a JavaScript string.
import { sha2 } from './expected.mjs';
import { NUMBERS, tableOfNumbers } from './numbers-table.mjs';

const create = tableOfNumbers(
  'emoji',
  `name VARCHAR(40) NOT NULL,
  word VARCHAR(40) NOT NULL,
  mood VARCHAR(80) NOT NULL`,
  `CONCAT('Zoë ', n),
  CONCAT('λόγος ', SUBSTR(SHA2(n, 256), 1, 4 + n % 12)),
  CONCAT(REPEAT('😀', 1 + n % 3), ' mood ', n % 100)`,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const emojiTable = {
  create,
  rows: NUMBERS,
  select: 'SELECT * FROM emoji',
  names: ['id', 'name', 'word', 'mood'],
  check: ({ id, name, word, mood }) =>
    name === `Zoë ${id - 1}` &&
    word === `λόγος ${sha2(id - 1).slice(0, 4 + ((id - 1) % 12))}` &&
    mood === `${'😀'.repeat(1 + ((id - 1) % 3))} mood ${(id - 1) % 100}`,
};
