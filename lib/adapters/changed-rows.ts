/** What the server says of an UPDATE beside its count, which is of one or the other as `foundRows` is. */
export interface ChangedRows {
  /** Rows that the condition matched. */
  readonly matched: number;
  /** Those whose values became other ones. */
  readonly changed: number;
}

/**
 * Reads what the server says after an UPDATE, as `Rows matched: 2  Changed: 1  Warnings: 0`.
 * @returns undefined after anything else
 */
export function changedRows(info: string | null): ChangedRows | undefined {
  const found = info === null ? null : /^Rows matched: (\d+) +Changed: (\d+)/.exec(info);
  return found === null ? undefined : { matched: Number(found[1]), changed: Number(found[2]) };
}
