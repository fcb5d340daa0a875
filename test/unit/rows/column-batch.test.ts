import { Cells } from '../../../lib/rows/cells';
import { columnBatch } from '../../../lib/rows/column-batch';
import { COPIED_AT_ONCE } from '../../../lib/rows/utf8-writer';
import { timeZone } from '../../../lib/temporal/time-zone';

const cells = new Cells(new ArrayBuffer(1024), { zone: timeZone('Z'), zeroDates: 'string' });

function batchOf(narrow: string): ReturnType<typeof columnBatch> {
  cells.load(narrow, undefined, undefined, undefined);
  return columnBatch(cells, 1, 1);
}

// Eight bytes of which the last two are 0xFF are a NaN, and its other bytes are not sure to be kept.
test.each([0, 1, 5, 8, 100, 16_384, 20_000])(
  'behind %d characters of ASCII lies nothing of the batch before',
  (length) => {
    expect(batchOf('\xff'.repeat(length + COPIED_AT_ONCE)).ascii).toBeUndefined();
    const { ascii } = batchOf('a'.repeat(length));
    const behind = Array.from({ length: COPIED_AT_ONCE }, (_, i) => ascii!.getUint8(length + i));
    expect(behind).toEqual(Array(COPIED_AT_ONCE).fill(0));
  },
);
