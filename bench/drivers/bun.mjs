// Bun's built-in client; this file runs in Bun. A tagged template is prepared, `unsafe` without
// parameters goes as text. One client with one connection stands for a connection.
import { SQL } from 'bun';

const CHUNK = 10_000; // of three parameters each; a statement takes 65 535

/** @type {import('./driver.mjs').Driver} */
export const driver = {
  version: `Bun ${process.versions.bun}`,
  open: async ({ unixSocket, host, port, user, password, database }) => {
    const place = unixSocket ? { path: unixSocket } : { hostname: host, port };
    const login = { username: user, password, database };
    const sql = new SQL({ adapter: 'mysql', ...place, ...login, max: 1 });
    await sql.connect();
    return sql;
  },
  queryObjects: (sql, text, params) => (params ? sql.unsafe(text, params) : sql(template(text))),
  queryArrays: (sql, text) => sql(template(text)).values(),
  point: (sql, text, id) => sql.unsafe(text, [id]),
  pointRow: (rows) => rows[0],
  points: (sql, text, ids) => Promise.all(ids.map((id) => sql.unsafe(text, [id]))),
  insert: (sql, text, params) => sql.unsafe(text, params),
  insertMany,
  close: (sql) => sql.close(),
};

/** What a tag is called with; the property must look as the language itself makes it. */
function template(/** @type {string} */ text) {
  return Object.defineProperty([text], 'raw', { value: [text] });
}

/**
 * @param {any} sql
 * @param {string} text
 * @param {unknown[][]} rows
 */
async function insertMany(sql, text, rows) {
  const [, into, names] = /** @type {RegExpExecArray} */ (/INTO (\w+) \((.*?)\)/.exec(text));
  const keys = names.split(', ');
  for (let i = 0; i < rows.length; i += CHUNK) {
    const objects = rows.slice(i, i + CHUNK).map((row) => {
      return Object.fromEntries(keys.map((key, at) => [key, row[at]]));
    });
    await sql`INSERT INTO ${sql(into)} ${sql(objects)}`;
  }
}
