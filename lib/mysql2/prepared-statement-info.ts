import type { Connection as Driver, PreparedStatement } from '../index';
import { type CommandCallback, SimpleCommand } from './command';
import type { Connection } from './connection';
import { placeholdersOf, USUAL_QUOTES } from './sql-scanner';
import type { Execute, StatementCallback } from './statement';

let lastId = 0;

/** A statement that was prepared. */
export class PreparedStatementInfo {
  /** Its text. */
  readonly query: string;
  /** A number of its own in this process. */
  readonly id = ++lastId;
  /** One entry a placeholder; what they are is only known to the server. */
  readonly parameters: readonly object[];
  /** The connection that it is of. */
  declare readonly _connection: Connection;
  #held: PreparedStatement | undefined;

  constructor(connection: Connection, query: string) {
    this.query = query;
    this.parameters = placeholdersOf(query, USUAL_QUOTES).map(() => ({}));
    Object.defineProperty(this, '_connection', { value: connection });
  }

  /** Executes it with values for its placeholders. */
  execute(parameters?: unknown, callback?: StatementCallback<never>): Execute {
    return this._connection.execute(this.query, parameters, callback);
  }

  /** Has the server forget it. */
  close(callback?: CommandCallback<[]>): SimpleCommand<void> {
    const work = async (driver: Driver): Promise<void> => {
      // One that was executed alone is held first, since only what is held can be let go.
      const held = this.#held ?? (await driver.prepare(this.query));
      this.#held = undefined;
      await held.close();
    };
    return this._connection.addCommand(new SimpleCommand(work, callback));
  }

  /** Prepares it, and keeps it so. @internal */
  async held(driver: Driver): Promise<void> {
    this.#held ??= await driver.prepare(this.query);
  }
}
