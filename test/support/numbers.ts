/** A table of the numbers from 1 to `count` in the column `seq`, for a FROM clause of either server. */
export function numbersTo(count: number): string {
  const list = `CONCAT('[0', REPEAT(',0', ${count - 1}), ']')`;
  return `JSON_TABLE(${list}, '$[*]' COLUMNS (seq FOR ORDINALITY)) AS numbers`;
}
