/** Up to here a loop over the characters is faster than a call. */
const SHORT_ROW = 96;
const COMMA = 0x2c;
const FIRST_SIZE = 64 * 1024;

/** Collects rendered rows into one multi-row statement, as the bytes that are sent. */
export class StatementBuilder {
  readonly #suffix: string;
  readonly #suffixSize: number;
  readonly #prefixSize: number;
  #sql: Buffer;
  #end: number;
  #rows = 0;

  constructor(prefix: string, suffix: string) {
    this.#suffix = suffix;
    this.#suffixSize = Buffer.byteLength(suffix);
    this.#prefixSize = Buffer.byteLength(prefix);
    this.#sql = Buffer.allocUnsafeSlow(this.#prefixSize + this.#suffixSize + FIRST_SIZE);
    this.#end = this.#sql.write(prefix);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes of the statement as it is. */
  get bytes(): number {
    return this.#end + this.#suffixSize;
  }

  /** Bytes of the statement with one more row. */
  bytesWith(row: string | Uint8Array): number {
    return this.bytes + byteLength(row) + (this.#rows === 0 ? 0 : 1);
  }

  /** Adds a row unless the statement would have more bytes than that. */
  add(row: string | Uint8Array, most = Infinity): boolean {
    const before = this.#end;
    this.#makeRoom(1 + (typeof row === 'string' ? row.length * 3 : row.length));
    if (this.#rows > 0) this.#sql[this.#end++] = COMMA;
    this.#end = this.#write(row);
    if (this.bytes > most) {
      this.#end = before;
      return false;
    }
    this.#rows++;
    return true;
  }

  /** The statement; begins a new one. */
  take(): Uint8Array {
    const sql = Buffer.allocUnsafeSlow(this.bytes);
    this.#sql.copy(sql, 0, 0, this.#end);
    sql.write(this.#suffix, this.#end);
    this.#end = this.#prefixSize;
    this.#rows = 0;
    return sql;
  }

  #write(row: string | Uint8Array): number {
    if (typeof row !== 'string') {
      this.#sql.set(row, this.#end);
      return this.#end + row.length;
    }
    return row.length > SHORT_ROW ? this.#writeLong(row) : this.#writeShort(row);
  }

  #writeShort(row: string): number {
    const sql = this.#sql;
    const begin = this.#end;
    const { length } = row;
    for (let i = 0; i < length; i++) {
      const code = row.charCodeAt(i);
      if (code > 0x7f) return this.#writeLong(row);
      sql[begin + i] = code;
    }
    return begin + length;
  }

  #writeLong(row: string): number {
    return this.#end + this.#sql.write(row, this.#end);
  }

  #makeRoom(bytes: number): void {
    if (this.#sql.length - this.#end >= bytes) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#sql.length * 2, this.#end + bytes));
    this.#sql.copy(larger, 0, 0, this.#end);
    this.#sql = larger;
  }
}

export function byteLength(text: string | Uint8Array): number {
  return typeof text === 'string' ? Buffer.byteLength(text) : text.byteLength;
}
