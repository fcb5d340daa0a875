import type { Readable, ReadableOptions } from 'node:stream';
import { type CommandCallback, SimpleCommand } from './command';
import type { Connection as Driver } from '../index';
import type { PreparedStatementInfo } from './prepared-statement-info';
import { unavailable } from './unavailable';

/** The preparing of a statement on its way. */
export class Prepare extends SimpleCommand<PreparedStatementInfo> {
  /** The text that is prepared. */
  override sql: string;

  constructor(
    sql: string,
    work: (driver: Driver) => Promise<PreparedStatementInfo>,
    callback?: CommandCallback<[PreparedStatementInfo]>,
  ) {
    super(work, callback);
    this.sql = sql;
  }

  /** Throws: to prepare gives no rows. */
  stream(_options?: ReadableOptions): Readable {
    throw unavailable('stream() of prepare', 'execute the statement that the callback gets');
  }
}
