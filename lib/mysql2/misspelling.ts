/** A name of fewer letters is near to too much. */
const SHORTEST = 4;

/**
 * The known name that a name most likely means: one with another case or other separators, or with one
 * letter too many, too few, wrong, or swapped with the next. What is further away may be an option of
 * somebody else's, as ORMs hand theirs on; so may a short name, as `url` and `ssh` beside `uri` and `ssl`.
 */
export function meantName(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name);
  const same = known.find((candidate) => lettersOf(candidate) === letters);
  if (same !== undefined || letters.length < SHORTEST) return same;
  return known.find((candidate) => isOneOff(letters, lettersOf(candidate)));
}

const lettersOf = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

function isOneOff(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length);
  let begin = 0;
  while (begin < most && a[begin] === b[begin]) begin++;
  let end = 0;
  while (end < most - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [fromA, fromB] = [a.slice(begin, a.length - end), b.slice(begin, b.length - end)];
  if (fromA.length <= 1 && fromB.length <= 1) return true;
  return fromB.length === 2 && fromA === fromB[1]! + fromB[0]!;
}
