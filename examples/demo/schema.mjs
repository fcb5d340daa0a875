/** @file The demo's tables. Times are UTC; offsets are seconds east of Greenwich. */

export const TABLES = [
  `CREATE TABLE country (
     code CHAR(2) PRIMARY KEY,
     name VARCHAR(60) NOT NULL
   )`,
  `CREATE TABLE zone (
     id INT PRIMARY KEY,
     name VARCHAR(60) NOT NULL UNIQUE,
     rule VARCHAR(60) NOT NULL
   )`,
  `CREATE TABLE alias (
     name VARCHAR(60) PRIMARY KEY,
     zone_id INT NOT NULL REFERENCES zone (id)
   )`,
  `CREATE TABLE zone_country (
     zone_id INT NOT NULL,
     country_code CHAR(2) NOT NULL,
     PRIMARY KEY (country_code, zone_id),
     FOREIGN KEY (zone_id) REFERENCES zone (id),
     FOREIGN KEY (country_code) REFERENCES country (code)
   )`,
  `CREATE TABLE transition (
     zone_id INT NOT NULL,
     at DATETIME NOT NULL,
     offset_before INT NOT NULL,
     offset_after INT NOT NULL,
     is_dst BOOLEAN NOT NULL,
     abbreviation VARCHAR(10) NOT NULL,
     PRIMARY KEY (zone_id, at),
     KEY (at),
     FOREIGN KEY (zone_id) REFERENCES zone (id)
   )`,
];

/**
 * The time zone database as rows of these tables, in an order that the foreign keys allow.
 * @param {import('./timezones/time-zones.mjs').TimeZones} timeZones
 */
export function rowsOf({ countries, zones, aliases, places }) {
  const ids = new Map(zones.map(({ name }, index) => [name, index + 1]));
  for (const { name, zone } of aliases) ids.set(name, ids.get(zone));
  const codes = new Set(countries.map(({ code }) => code));
  const located = places.filter(({ zone, country }) => ids.has(zone) && codes.has(country));
  return {
    country: countries.map(({ code, name }) => [code, name]),
    zone: zones.map(({ name, rule }) => [ids.get(name), name, rule]),
    alias: aliases.map(({ name, zone }) => [name, ids.get(zone)]),
    zone_country: unique(located.map(({ zone, country }) => [ids.get(zone), country])),
    transition: zones.flatMap((zone) => transitionRows(ids.get(zone.name), zone)),
  };
}

/** Two names of one zone may stand for the same country. */
function unique(rows) {
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}

function transitionRows(id, { initial, transitions }) {
  return transitions.map(({ at, utcOffset, isDst, abbreviation }, index) => {
    const before = transitions[index - 1] ?? initial;
    return [id, new Date(at * 1000), before.utcOffset, utcOffset, isDst, abbreviation];
  });
}
