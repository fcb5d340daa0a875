import { closeProgress, openProgress } from '../progress.mjs';
import { rowsOf, TABLES } from '../schema.mjs';
import { count, duration, heading, say, showCode } from '../screen.mjs';
import { record, timed } from '../stopwatch.mjs';
import { readTimeZones } from '../timezones/time-zones.mjs';

/** Rows of one executemany: enough for a quick load, few enough for a smooth bar. */
const CHUNK = 1000;

const load = async (conn, table, rows) => {
  const marks = rows[0].map(() => '?').join(', ');
  const cur = conn.cursor();
  await cur.executemany(`INSERT INTO ${table} VALUES (${marks})`, rows);
};

/** @param {import('../stage.mjs').Stage} stage */
export async function loadTimeZones({ conn }) {
  heading('Load the IANA time zone database');
  const { result: timeZones, milliseconds } = await timed(readTimeZones);
  say(`${described(timeZones)}, read in ${duration(milliseconds)}.`);
  say('executemany() makes multi-row INSERTs:');
  showCode(load);
  for (const statement of TABLES) await conn.execute(statement);
  const tables = Object.entries(rowsOf(timeZones)).filter(([, rows]) => rows.length > 0);
  say(tables.map(([table, rows]) => `${table} ${count(rows.length)}`).join(', ') + ':');
  const total = tables.reduce((sum, [, rows]) => sum + rows.length, 0);
  const loading = await timed(() => loadAll(conn, tables, total));
  say(record('executemany', total, loading.milliseconds));
}

function described({ source, version, zones }) {
  const release = version === '' ? '' : ` of version ${version}`;
  return `${zones.length} zones${release} in ${source}`;
}

async function loadAll(conn, tables, total) {
  const progress = openProgress(total);
  try {
    for (const [table, rows] of tables) {
      for (let start = 0; start < rows.length; start += CHUNK) {
        const chunk = rows.slice(start, start + CHUNK);
        await load(conn, table, chunk);
        progress.add(chunk.length);
      }
    }
    await conn.commit();
  } finally {
    closeProgress();
  }
}
