import { SSCursor } from 'mysqldb';
import { offsetText } from '../offset.mjs';
import { heading, say, showCode, table } from '../screen.mjs';
import { record, timed } from '../stopwatch.mjs';

const daysSkippedOrRepeated = async (conn) => {
  const cur = conn.cursor(SSCursor);
  await cur.execute(
    `SELECT name, at, offset_before, offset_after
       FROM transition JOIN zone ON zone.id = zone_id`,
  );
  let rows = 0;
  const jumps = [];
  for await (const [name, at, before, after] of cur) {
    rows += 1;
    if (Math.abs(after - before) > 20 * 3600) {
      jumps.push({ name, at, before, after });
    }
  }
  return { rows, jumps };
};

/** @param {import('../stage.mjs').Stage} stage */
export async function streaming({ conn }) {
  heading('Streaming: who has ever skipped or repeated a day?');
  say('An SSCursor brings the rows while the server still reads them: memory stays flat.');
  showCode(daysSkippedOrRepeated);
  const { result, milliseconds } = await timed(() => daysSkippedOrRepeated(conn));
  table(['day (UTC)', 'zones', 'such as', 'from', 'to'], byDay(result.jumps));
  say(record('SSCursor, for await', result.rows, milliseconds));
}

function byDay(jumps) {
  const days = new Map();
  for (const { name, at, before, after } of jumps.sort((a, b) => a.at - b.at)) {
    const day = at.toISOString().slice(0, 10);
    const first = days.get(day) ?? [day, 0, name, offsetText(before), offsetText(after)];
    first[1] += 1;
    days.set(day, first);
  }
  return [...days.values()];
}
