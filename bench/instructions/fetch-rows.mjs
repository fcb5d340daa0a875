// What `whole-rows.mjs` counts: fetches the same rows over and over, and prints how many came.
//
//   node bench/instructions/fetch-rows.mjs RESULTS text|prepared
import { argv } from 'node:process';

import { connectSync, DictCursor } from '../../dist/index.mjs';
import { targetFromEnvironment } from '../target.mjs';

const ROWS = 500;

/** Rows as those of bench/data/mixed-table.mjs, without a table to be made. */
const SELECT = `WITH RECURSIVE numbers (n) AS
  (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${ROWS})
  SELECT n AS id,
    IF(n % 64 = 0, 9007199254740993 + n, 1000000007 * n) AS account,
    CAST((n * 7919 % 1000000) / 100 - 5000 AS DECIMAL(12, 2)) AS amount,
    CONCAT('name ', SUBSTR(SHA2(n, 256), 1, 4 + n % 12)) AS name,
    CONCAT(SUBSTR(SHA2(n + 1, 256), 1, 6 + n % 10), '@mail', n % 100, '.example') AS email,
    SQRT(n) * PI() AS score,
    TIMESTAMP('2026-01-01 00:00:00') + INTERVAL (n * 61) SECOND AS created,
    IF(n % 4 = 3, NULL, DATE('2024-01-01') + INTERVAL (n * 31 % 1000) DAY) AS due,
    n % 256 - 128 AS level,
    IF(n % 3 = 2, NULL, REPEAT(SUBSTR(SHA2(n + 2, 256), 1, 8), 1 + n % 5)) AS note
  FROM numbers`;

const [, , results = '', protocol] = argv;
const connection = connectSync({
  ...targetFromEnvironment(process.env),
  database: undefined,
  cursorClass: DictCursor,
  prepared: protocol === 'prepared',
});
let rows = 0;
for (let i = 0; i < Number(results); i++) rows += connection.fetchall(SELECT).length;
connection.close();
console.log(rows);
