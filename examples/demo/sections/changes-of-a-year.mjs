import { DictCursor } from 'mysqldb';
import { offsetText } from '../offset.mjs';
import { heading, say, showCode, table } from '../screen.mjs';
import { timed } from '../stopwatch.mjs';

const YEAR = 1945;
const SHOWN = 8;

const changesBetween = async (conn, from, to) => {
  const cur = conn.cursor(DictCursor);
  await cur.execute(
    `SELECT zone.name, COUNT(*) AS changes,
            MIN(offset_after) AS lowest, MAX(offset_after) AS highest
       FROM transition JOIN zone ON zone.id = zone_id
      WHERE at >= :from AND at < :to AND offset_after <> offset_before
      GROUP BY zone.name ORDER BY changes DESC, zone.name`,
    { from, to },
  );
  return cur.fetchall();
};

/** @param {import('../stage.mjs').Stage} stage */
export async function changesOfAYear({ conn }) {
  heading(`Async, rows as objects: who changed the clocks in ${YEAR}?`);
  say('A DictCursor, and named parameters that are Dates. The event loop is never blocked.');
  showCode(changesBetween);
  const [from, to] = [YEAR, YEAR + 1].map((year) => new Date(Date.UTC(year, 0)));
  const { result: rows, milliseconds } = await timed(() => changesBetween(conn, from, to));
  const shown = rows.slice(0, SHOWN);
  table(
    ['zone', 'changes', 'lowest', 'highest'],
    shown.map(({ name, changes, lowest, highest }) => [
      name,
      changes,
      offsetText(lowest),
      offsetText(highest),
    ]),
  );
  const others = rows.length - shown.length;
  say(`… and ${others} other zones; ${rows.length} rows in ${milliseconds.toFixed(1)} ms.`);
}
