import type { ParamBlock } from '../convert/bind-params';
import type { BulkBlock } from '../convert/bulk-packer';
import type { MySQLError } from '../errors';
import { addon } from '../native/load';
import type { Channel } from './channel';
import type { InfileFeeder } from './local-infile';
import type { Command } from './operation';

/** Makes the commands that send statements, and remembers of the last what explains an error of it. */
export class Commands {
  readonly #channel: Channel;
  #sentSize = 0;
  #prepares = false;
  #unprepared: MySQLError | undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** About how many bytes it has, until it is answered. */
  get sentSize(): number {
    return this.#sentSize;
  }

  /** Whether it is only prepared. */
  get prepares(): boolean {
    return this.#prepares;
  }

  /**
   * What the server said of it with its placeholders, before it went as text with its values: said again in
   * place of a parse error of any of its results, which would show these values.
   */
  get unprepared(): MySQLError | undefined {
    return this.#unprepared;
  }

  /**
   * Sends a statement; `streaming` as the native session takes it.
   * @param unprepared why it could not be prepared: another syntax error would show its values
   */
  sending(
    text: string | Uint8Array,
    streaming: boolean,
    infile?: InfileFeeder,
    unprepared?: MySQLError,
  ): Command {
    this.#sends(text.length, unprepared);
    if (infile === undefined) return ({ number }) => addon.execute(number, text, streaming);
    return (native) => {
      const onInfile = (name: string): void => infile.request(native, name);
      this.#channel.onInfile = onInfile;
      native.executeInfile(text, streaming);
    };
  }

  /** Has a statement prepared, which the server calls by this number from then on. */
  preparing(name: number, sql: string): Command {
    this.#sends(sql.length);
    this.#prepares = true;
    return (native) => native.prepare(name, sql);
  }

  /** Executes a prepared statement. */
  executing(name: number, { bytes, start, end }: ParamBlock, streaming: boolean): Command {
    this.#sends(end - start);
    return ({ number }) => addon.executePrepared(number, name, bytes, start, end, streaming);
  }

  /** Executes a prepared query whose rows the server keeps. */
  openingCursor(name: number, { bytes, start, end }: ParamBlock): Command {
    this.#sends(end - start);
    return (native) => native.openCursor(name, bytes, start, end);
  }

  /** Executes a prepared statement for many rows; `meanwhile` is done once they are sent. */
  executingRows(name: number, block: BulkBlock, meanwhile: () => void): Command {
    const { rows, capacity, kinds, cells, text } = block;
    this.#sends(block.bytes);
    return (native) => {
      native.executeRows(name, rows, capacity, kinds, cells, text);
      meanwhile();
    };
  }

  /** Sends statements whose answers are read later. */
  sendingAhead(texts: readonly (string | Uint8Array)[]): Command {
    this.#sends(texts.reduce((sum, text) => sum + text.length, 0));
    return (native) => native.send(texts);
  }

  /** Sends the reset of the session with a statement for the new one. */
  sendingReset(statement: string): Command {
    this.#sends(statement.length);
    return (native) => native.sendReset(statement);
  }

  /** A result has come: later ones, or their errors, are not about the size or the preparing. */
  answered(): void {
    this.#sentSize = 0;
    this.#prepares = false;
  }

  #sends(size: number, unprepared?: MySQLError): void {
    this.#sentSize = size;
    this.#prepares = false;
    this.#unprepared = unprepared;
  }
}
