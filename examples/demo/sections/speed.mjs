import { connectSync, Cursor, DictCursor, SSDictCursor } from 'mysqldb';
import { duration, heading, say, showCode, table } from '../screen.mjs';
import { record, recorded, timed } from '../stopwatch.mjs';

const fetchAll = async (conn, kind) => {
  const cur = conn.cursor(kind);
  await cur.execute('SELECT * FROM transition');
  return cur.fetchall();
};

/** @param {import('../stage.mjs').Stage} stage */
export async function speed({ conn, starting }) {
  heading('How long rows took');
  say('The whole table again, by each way to fetch it.');
  showCode(fetchAll);
  for (const kind of [Cursor, DictCursor, SSDictCursor]) {
    await measure(`${kind.name}, fetchall`, conn, kind);
  }
  const { connectOptions } = await starting;
  const sync = connectSync({ ...connectOptions, database: 'demo', timezone: 'Z' });
  await measure('Cursor, fetchall, sync', sync, Cursor);
  sync.close();
  summary();
}

async function measure(what, conn, kind) {
  const { result, milliseconds } = await timed(() => fetchAll(conn, kind));
  record(what, result.length, milliseconds);
}

function summary() {
  table(
    ['', 'rows', 'time', 'rows/s'],
    recorded().map(({ what, rows, milliseconds, perSecond }) => [
      what,
      rows,
      duration(milliseconds),
      perSecond,
    ]),
  );
  say('Each ran once, with nothing warmed up. npm run bench measures, and compares.');
}
