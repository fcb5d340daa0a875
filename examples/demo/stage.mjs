/** @file What has to be taken away again when the demo ends, however it ends. */

export class Stage {
  /** @type {Promise<import('mysqldb/testing').TestServer> | undefined} also while it still starts */
  starting;
  /** @type {import('mysqldb').Connection | undefined} the async connection of most sections */
  conn;

  /** Stops the server and removes its files, also when it is still starting. */
  async clear() {
    this.conn?.destroy();
    const server = await this.starting?.catch(() => undefined);
    await server?.stop();
  }
}
