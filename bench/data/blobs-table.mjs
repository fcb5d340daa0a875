// 32 values of 1 MiB each, bytes of all kinds.
import { createHash } from 'node:crypto';

import { tableOfNumbers } from './numbers-table.mjs';

const ROWS = 32;
const BYTES = 1024 * 1024;
const DIGEST_BYTES = 32;

const create = tableOfNumbers(
  'blobs',
  'data LONGBLOB NOT NULL',
  `REPEAT(UNHEX(SHA2(n, 256)), ${BYTES / DIGEST_BYTES})`,
  ROWS,
);

/** @type {import('../workloads/row-result.mjs').Table} */
export const blobsTable = {
  create,
  rows: ROWS,
  select: 'SELECT * FROM blobs',
  names: ['id', 'data'],
  check: ({ id, data }) => {
    const digest = createHash('sha256')
      .update(String(id - 1))
      .digest();
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return bytes.length === BYTES && bytes.subarray(-DIGEST_BYTES).equals(digest);
  },
};
