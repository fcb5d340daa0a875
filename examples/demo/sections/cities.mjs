import { DictCursor } from 'mysqldb';
import { minuteText } from '../offset.mjs';
import { heading, say, showCode, table } from '../screen.mjs';

const CITIES = [
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
];

const clockChanges = async (conn, cities, now) => {
  const changes = [];
  const cur = conn.cursor(DictCursor);
  await cur.execute(
    `SELECT name, MAX(IF(at <= :now, at, NULL)) AS last,
                  MIN(IF(at > :now, at, NULL)) AS next
       FROM zone LEFT JOIN transition ON zone_id = id
      WHERE name IN (:cities) GROUP BY name ORDER BY name`,
    { now, cities },
  );
  for await (const { name, last, next } of cur) {
    changes.push([name, last, next]);
  }
  return changes;
};

/** @param {import('../stage.mjs').Stage} stage */
export async function cities({ conn }) {
  heading('Dates and lists: when do the clocks change next?');
  say("An array fills a list, DATETIMEs come back as Dates: here in UTC, by timezone: 'Z'.");
  showCode(clockChanges);
  const changes = await clockChanges(conn, CITIES, new Date());
  table(
    ['city', 'last change (UTC)', 'next change (UTC)'],
    changes.map(([name, last, next]) => [name, minuteText(last), minuteText(next)]),
  );
}
