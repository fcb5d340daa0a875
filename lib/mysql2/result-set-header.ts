/** What a statement without a result set did. */
export class ResultSetHeader {
  readonly fieldCount: number = 0;
  readonly affectedRows: number;
  readonly insertId: number;
  readonly info: string;
  readonly serverStatus: number;
  readonly warningStatus: number;
  readonly changedRows: number;

  constructor(result: StatementResult) {
    this.affectedRows = asNumber(result.rowcount);
    // An AUTO_INCREMENT may be negative, which the protocol has no sign for.
    this.insertId = asNumber(BigInt.asIntN(64, BigInt(result.lastrowid ?? 0)));
    this.info = result.info ?? '';
    this.serverStatus = result.serverStatus;
    this.warningStatus = result.warningCount;
    const [, changed] = /\schanged:\s*(\d+)/i.exec(this.info) ?? [];
    this.changedRows = Number(changed ?? 0);
  }
}

export interface ResultSetHeader {
  /** As in mysql2's types, which tell packets apart by it. */
  constructor: { name: 'ResultSetHeader' };
}

/** What a cursor has of such a statement. */
export interface StatementResult {
  readonly rowcount: number | bigint;
  readonly lastrowid: number | bigint | null;
  readonly info: string | null;
  readonly serverStatus: number;
  readonly warningCount: number;
}

/** Beyond 2^53 it is digits: the type says number, as that of mysql2 does. */
function asNumber(value: number | bigint): number {
  if (typeof value === 'number') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : (String(value) as unknown as number);
}
