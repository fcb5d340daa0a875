// What transactions were told of their end, to be compared with what they have left.

/** Increments of each client: those that the server has confirmed, and those that it may have done. */
export class Counters {
  #sure = new Map();
  #unsure = new Map();

  sure(id) {
    add(this.#sure, id);
  }

  unsure(id) {
    add(this.#unsure, id);
  }

  /** What differs from the rows of a table. */
  async *differences(connection, table) {
    for (const [id, n] of await connection.fetchall(`SELECT id, n FROM ${table}`)) {
      const least = this.#sure.get(id) ?? 0;
      const most = least + (this.#unsure.get(id) ?? 0);
      if (n < least || n > most) yield `counter ${id} is ${n}, not ${least} to ${most}`;
    }
  }
}

const add = (map, id) => map.set(id, (map.get(id) ?? 0) + 1);

const PARTS = ['first', 'middle', 'last'];

/** Transactions of several statements: all of each is there, or nothing. */
export class Journal {
  #entries = new Map();

  /**
   * @param token what its rows have
   * @param outcome 'done', 'undone', or 'unknown' when the connection was lost during COMMIT
   * @param middle how many rows the statement in the middle has inserted
   */
  write(token, outcome, middle) {
    this.#entries.set(token, { outcome, middle });
  }

  /** What differs from the rows of a table. */
  async *differences(connection, table) {
    const counts = PARTS.map((part) => `CAST(SUM(part = '${part}') AS SIGNED)`);
    const rows = await connection.fetchall(
      `SELECT token, ${counts.join(', ')} FROM ${table} GROUP BY token`,
    );
    const found = new Map(rows.map(([token, ...numbers]) => [token, numbers.join()]));
    for (const [token, { outcome, middle }] of this.#entries) {
      const all = `1,${middle},1`;
      const is = found.get(token) ?? 'nothing';
      const may = { done: [all], undone: ['nothing'], unknown: [all, 'nothing'] }[outcome];
      if (!may.includes(is)) yield `${token}: ${is} of ${all} is there, and it was ${outcome}`;
    }
  }
}
