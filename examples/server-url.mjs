import { connectSync } from 'mysqldb';
import { startServer } from 'mysqldb/testing';

/**
 * Where the examples find a server: MYSQLDB_URL (mysql://user:password@host/database), or else a
 * private one with an empty database, which ends together with this process.
 */
export async function serverUrl() {
  if (process.env.MYSQLDB_URL) return process.env.MYSQLDB_URL;
  const { url } = await startServer();
  const conn = connectSync(url);
  conn.execute('CREATE DATABASE example');
  conn.close();
  return `${url}/example`;
}
