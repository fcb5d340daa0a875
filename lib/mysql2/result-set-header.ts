/** What a statement without a result set did. */
export class ResultSetHeader {
  /** Always 0. */
  readonly fieldCount: number = 0;
  /** Rows that were inserted, deleted, or matched. */
  readonly affectedRows: number;
  /** The AUTO_INCREMENT value that was made, the first of several; 0 when none. */
  readonly insertId: number;
  /** What the server said in words. */
  readonly info: string;
  /** The server's status flags. */
  readonly serverStatus: number;
  /** How many warnings there are. */
  readonly warningStatus: number;
  /** Rows that an UPDATE changed. */
  readonly changedRows: number;

  constructor(result: StatementResult) {
    this.affectedRows = asNumber(result.rowcount);
    this.insertId = idOf(result.lastrowid ?? 0);
    this.info = result.info ?? '';
    this.serverStatus = result.serverStatus;
    this.warningStatus = result.warningCount;
    this.changedRows = this.info === '' ? 0 : changedOf(this.info);
  }
}

export interface ResultSetHeader {
  /** As in mysql2's types, which tell packets apart by it. */
  constructor: {
    /** The type's name. */
    name: 'ResultSetHeader';
  };
}

/** What a cursor has of such a statement. */
export interface StatementResult {
  /** Rows that it changed. */
  readonly rowcount: number | bigint;
  /** The AUTO_INCREMENT value, null when none. */
  readonly lastrowid: number | bigint | null;
  /** What the server said in words. */
  readonly info: string | null;
  /** The server's status flags. */
  readonly serverStatus: number;
  /** How many warnings there are. */
  readonly warningCount: number;
}

/** An AUTO_INCREMENT may be negative, which the protocol has no sign for: then it is beyond 2^53. */
function idOf(id: number | bigint): number {
  return typeof id === 'number' ? id : asNumber(BigInt.asIntN(64, id));
}

function changedOf(info: string): number {
  const [, changed] = /\schanged:\s*(\d+)/i.exec(info) ?? [];
  return Number(changed ?? 0);
}

/** Beyond 2^53 it is digits: the type says number, as that of mysql2 does. */
function asNumber(value: number | bigint): number {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : (String(value) as unknown as number);
}
