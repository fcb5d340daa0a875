// Which row an UPDATE or DELETE failed at that was sent for many: the server does not say.
import type { Operation } from './operation';
import { ownQuery } from './own-query';
import type { Session } from './session';

interface Counts {
  /** Statements of the verb that this session has executed. */
  readonly statements: number;
  readonly triggers: number;
}

/** Counts the statements of a load by the server's own counters. */
export class RowCounter {
  readonly #session: Session;
  readonly #verb: 'UPDATE' | 'DELETE';
  readonly #start: Counts;

  private constructor(session: Session, verb: 'UPDATE' | 'DELETE', start: Counts) {
    this.#session = session;
    this.#verb = verb;
    this.#start = start;
  }

  /** To be made before the first row is sent. */
  static *make(session: Session, verb: 'UPDATE' | 'DELETE'): Operation<RowCounter> {
    return new RowCounter(session, verb, yield* countsOf(session, verb));
  }

  /** The row that the last statement failed at; undefined when a trigger may have counted too. */
  *failedRow(): Operation<number | undefined> {
    if (!this.#session.isOpen) return undefined;
    try {
      const { statements, triggers } = yield* countsOf(this.#session, this.#verb);
      return triggers === this.#start.triggers
        ? statements - this.#start.statements - 1
        : undefined;
    } catch {
      // The failure that is asked about counts more.
      return undefined;
    }
  }
}

/** https://mariadb.com/kb/en/server-status-variables/ */
function* countsOf(session: Session, verb: string): Operation<Counts> {
  const rows = yield* ownQuery<[string, string]>(
    session,
    `SHOW SESSION STATUS WHERE Variable_name IN
      ('Com_${verb}', 'Com_stmt_reprepare', 'Executed_triggers')`,
  );
  const counts = new Map(rows.map(([name, value]) => [name.toLowerCase(), Number(value)]));
  const count = (name: string): number => counts.get(name.toLowerCase()) ?? NaN;
  return {
    // A statement that is prepared anew, since its table has changed, was counted before.
    statements: count(`Com_${verb}`) - count('Com_stmt_reprepare'),
    triggers: count('Executed_triggers'),
  };
}
