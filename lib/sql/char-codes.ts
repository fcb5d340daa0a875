/** The UTF-16 codes of the characters that SQL is read by. */
export const Code = {
  /** Equals no character. */
  none: -1,
  space: 0x20,
  doubleQuote: 0x22,
  hash: 0x23,
  dollar: 0x24,
  percent: 0x25,
  quote: 0x27,
  star: 0x2a,
  dash: 0x2d,
  point: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  question: 0x3f,
  backslash: 0x5c,
  backtick: 0x60,
  delete: 0x7f,
} as const;

const ASCII_WORD = new Uint8Array(128);
for (const char of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz$') {
  ASCII_WORD[char.charCodeAt(0)] = 1;
}

/** True for what may stand in an unquoted name: the servers count everything beyond ASCII too. */
export function isWordCode(code: number): boolean {
  return code >= 128 || ASCII_WORD[code] === 1;
}

/** True for the digits 0 to 9. */
export function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
