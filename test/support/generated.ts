/** Random integers below a bound, the same ones in every run. */
export function seededRandom(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** What ends a literal, a name or a character early, or breaks naive escaping, beside plain text. */
const HOSTILE = [
  ...["'", '"', '\\', '\0', '\n', '\r', '\x1a', '`', '%', '?', '-- ', '*/'],
  ...['縗', '誠', '表', '功', 'é', 'ü', '😀', '¿', 'x'],
];

/** Strings of hostile pieces, the same ones in every run. */
export function hostileStrings(seed: number, count: number): string[] {
  const random = seededRandom(seed);
  const text = (): string =>
    Array.from({ length: random(9) }, () => HOSTILE[random(HOSTILE.length)]).join('');
  return Array.from({ length: count }, text);
}
