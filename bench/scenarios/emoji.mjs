// Text that no single-byte string can hold.
import { emojiTable } from '../data/emoji-table.mjs';
import { rowResult } from '../workloads/row-result.mjs';

export const scenario = rowResult({
  name: 'emoji',
  title: '100 000 rows × an integer and 3 columns of text with emoji',
  table: emojiTable,
});
