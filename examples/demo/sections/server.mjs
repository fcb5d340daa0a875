import { connect } from 'mysqldb';
import { startServer } from 'mysqldb/testing';
import { duration, heading, say, showCode } from '../screen.mjs';
import { timed } from '../stopwatch.mjs';

const NAMES = { mariadb: 'MariaDB', mysql: 'MySQL' };

const start = () => {
  return startServer();
};

const open = async (server) => {
  const conn = await connect({ ...server.connectOptions, timezone: 'Z' });
  await conn.execute('CREATE DATABASE demo');
  await conn.execute('USE demo');
  return conn;
};

/** @param {import('../stage.mjs').Stage} stage */
export async function server(stage) {
  heading('A private server');
  say('A real server in a temporary directory, for this program alone; it ends with it.');
  showCode(start);
  const { result: server, milliseconds } = await timed(() => (stage.starting = start()));
  const name = `${NAMES[server.flavor]} ${server.version.split('-')[0]}`;
  say(`${name} listens on ${server.host}:${server.port} after ${duration(milliseconds)}.`);
  showCode(open);
  stage.conn = await open(server);
  say(`Connected as thread ${stage.conn.threadId}: ${stage.conn.hostInfo}.`);
}
