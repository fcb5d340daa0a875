import { wrongArgument } from '../argument-error';
import { NotSupportedError, ProgrammingError } from '../errors';
import type { RowFormat } from '../rows/row-format';
import type { Command, Operation, Outcome } from './operation';
import { checkCount, closeStatement, prepareApart } from './prepared';
import { RowStream } from './row-stream';
import type { Session } from './session';
import { resultsCharsetOf } from './session-facts';
import { formOf, isBound, type Statement } from './statement';
import type { CachedStatement } from './statement-cache';

/** Bits of the server's status flags. */
const CURSOR_EXISTS = 0x0040;
const LAST_ROW_SENT = 0x0080;

/** How many rows a cursor asks for that is not told. */
export const DEFAULT_PIECE = 100;
/** As many as the protocol can ask for. */
const MAX_PIECE = 2 ** 32 - 1;

/**
 * Runs a query as a server-side cursor.
 * @param pieceSize how many rows a fetch asks for, whenever there is one
 */
export function* openServerCursor<Row>(
  session: Session,
  statement: Statement,
  format: RowFormat,
  pieceSize: () => number,
): Operation<ServerResult<Row>> {
  const { sql } = statement;
  const form = formOf(session, statement);
  if (!isBound(form)) throw notBound();
  const prepared = yield* prepareApart(session, form.sql, sql);
  const result = new ServerResult<Row>(session, statement, format, prepared, pieceSize);
  try {
    checkCount(prepared, form, sql);
    yield* result.open(session.commands.openingCursor(prepared.name!, form.params));
    return result;
  } catch (error) {
    result.abandon(); // it may be cancelled: nothing can be sent
    throw error;
  }
}

function notBound(): NotSupportedError {
  return new NotSupportedError('A server-side cursor takes a session whose charset is utf8mb4', {
    code: 'ERR_MYSQLDB_CHARSET',
    hint: 'Set it with conn.setCharset(), or use SSCursor.',
  });
}

function otherCharset(): ProgrammingError {
  return new ProgrammingError(
    'The character set of results has changed under a server-side cursor',
    {
      code: 'ERR_MYSQLDB_CHARSET',
      hint: 'Set character_set_results back to fetch the rest, or execute the statement again.',
    },
  );
}

/**
 * A result that the server keeps and gives piece by piece. Between two pieces the connection is free. Its
 * statement is nobody else's, since to execute it again would end the result.
 */
export class ServerResult<Row> extends RowStream<Row> {
  readonly #pieceSize: () => number;
  /** The character set that its columns were announced in. */
  readonly #charset: string;
  /** Undefined when the server has it no more. */
  #prepared: CachedStatement | undefined;

  constructor(
    session: Session,
    statement: Statement,
    format: RowFormat,
    prepared: CachedStatement,
    pieceSize: () => number,
  ) {
    super(session, statement, format);
    this.#prepared = prepared;
    this.#pieceSize = pieceSize;
    this.#charset = resultsCharsetOf(session.facts);
    session.statements.expireWith(this, prepared);
  }

  override get isKept(): boolean {
    return this.#prepared !== undefined && this.session.isOpen;
  }

  *open(command: Command): Operation<void> {
    const rows = this.begin();
    const outcome = yield* this.session.run(command, this.sql);
    this.show(outcome, rows);
    this.unread = (outcome.serverStatus & CURSOR_EXISTS) !== 0;
    if (this.unread) this.session.isAltered = true;
    else yield* this.#forgetAtServer();
  }

  /** There is no further one: a query has one result. */
  *next(): Operation<boolean> {
    yield* this.close();
    return false;
  }

  *close(): Operation<void> {
    this.forget();
    this.unread = false;
    yield* this.#forgetAtServer();
  }

  override abandon(): void {
    const prepared = this.#takePrepared();
    if (prepared !== undefined) this.session.statements.expire(prepared);
  }

  protected reading(): Command {
    const size = this.#pieceSize();
    if (!Number.isInteger(size) || size < 1 || size > MAX_PIECE) {
      throw wrongArgument('arraysize must be an integer of 1 or more on a server-side cursor');
    }
    // Text is sent in the one of the moment, which nothing in the rows tells.
    if (resultsCharsetOf(this.session.facts) !== this.#charset) throw otherCharset();
    const { name } = this.#prepared!;
    return (native) => native.fetchCursor(name!, size);
  }

  protected *afterReading(outcome: Outcome | undefined): Operation<void> {
    this.unread = outcome !== undefined && (outcome.serverStatus & LAST_ROW_SENT) === 0;
    if (!this.unread) yield* this.#forgetAtServer();
  }

  *#forgetAtServer(): Operation<void> {
    const prepared = this.#takePrepared();
    if (prepared !== undefined && this.session.isOpen) {
      yield* closeStatement(this.session, prepared);
    }
  }

  #takePrepared(): CachedStatement | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    this.session.statements.unregister(this);
    return prepared;
  }
}
