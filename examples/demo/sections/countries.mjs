import { connectSync } from 'mysqldb';
import { heading, say, showCode, table } from '../screen.mjs';

const zonesPerCountry = (server) => {
  const conn = connectSync({ ...server.connectOptions, database: 'demo' });
  try {
    return conn.fetchall(
      `SELECT country.name, COUNT(*) AS zones, MIN(zone.name)
         FROM country JOIN zone_country ON country_code = code
         JOIN zone ON zone.id = zone_id
        GROUP BY code ORDER BY zones DESC, country.name LIMIT ?`,
      [6],
    );
  } finally {
    conn.close();
  }
};

/** @param {import('../stage.mjs').Stage} stage */
export async function countries({ starting }) {
  heading('Sync, for scripts: which countries need the most zones?');
  say('The same API without promises, on a connection of its own; rows are arrays.');
  showCode(zonesPerCountry);
  const rows = zonesPerCountry(await starting);
  table(['country', 'zones', 'such as'], rows);
}
