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
  const name = `Com_${verb.toLowerCase()}`;
  const rows = yield* ownQuery<[string, string]>(
    session,
    `SHOW SESSION STATUS WHERE Variable_name IN ('${name}', 'Executed_triggers')`,
  );
  const counts = new Map(rows.map(([key, value]) => [key.toLowerCase(), Number(value)]));
  return {
    statements: counts.get(name.toLowerCase()) ?? NaN,
    triggers: counts.get('executed_triggers') ?? NaN,
  };
}
