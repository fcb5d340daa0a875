/** @file What the demo plays on: a throwaway server, a database in it, and a connection. */

import { connect } from 'mysqldb';
import { startServer } from 'mysqldb/testing';

const DATABASE = 'demo';

/** Everything that has to be taken away again. */
export class Stage {
  #starting;
  #conn;

  /** The server; started by the first to ask. */
  server() {
    return (this.#starting ??= startServer());
  }

  /** How to reach the demo's database; times are meant as UTC. */
  async options() {
    const { connectOptions } = await this.server();
    return { ...connectOptions, database: DATABASE, timezone: 'Z' };
  }

  /** The async connection that most sections use. */
  async connection() {
    return (this.#conn ??= await this.#connect());
  }

  /** Stops the server, also one that is still starting, and removes its files. */
  async clear() {
    this.#conn?.destroy();
    const server = await this.#starting?.catch(() => undefined);
    await server?.stop();
  }

  async #connect() {
    const { database, ...options } = await this.options();
    const conn = await connect(options);
    await conn.execute(`CREATE DATABASE ${database}`);
    await conn.execute(`USE ${database}`);
    return conn;
  }
}
