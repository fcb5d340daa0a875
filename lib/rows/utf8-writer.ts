/** Writes characters as UTF-8. The target has room: two bytes for a latin1 character, three for a unit. */

/** Bytes that `copyAscii` may read and write beyond the end of a text. */
export const COPIED_AT_ONCE = 8;

/**
 * Copies ASCII, eight characters at a time: a call of `set` would cost more than most texts. As doubles:
 * ASCII is never a NaN, whose bits an engine may change. What is read on beyond `end` must be ASCII, too.
 */
export function copyAscii(
  to: DataView,
  at: number,
  characters: DataView,
  begin: number,
  end: number,
): number {
  const ahead = at - begin;
  for (let i = begin; i < end; i += COPIED_AT_ONCE) {
    to.setFloat64(ahead + i, characters.getFloat64(i, true), true);
  }
  return ahead + end;
}

/** @returns where the text ends in `to` */
export function writeLatin1(
  to: Uint8Array,
  at: number,
  characters: Uint8Array,
  begin: number,
  end: number,
): number {
  for (let i = begin; i < end; i++) {
    const code = characters[i]!;
    if (code < 0x80) {
      to[at++] = code;
    } else {
      to[at++] = 0xc0 | (code >> 6);
      to[at++] = 0x80 | (code & 0x3f);
    }
  }
  return at;
}

/** As above, from UTF-16; a surrogate without its other half becomes U+FFFD. */
export function writeUtf16(
  to: Uint8Array,
  at: number,
  units: Uint16Array,
  begin: number,
  end: number,
): number {
  for (let i = begin; i < end; i++) {
    const unit = units[i]!;
    if (unit < 0x80) {
      to[at++] = unit;
    } else if (unit < 0x800) {
      to[at++] = 0xc0 | (unit >> 6);
      to[at++] = 0x80 | (unit & 0x3f);
    } else if ((unit & 0xfc00) === 0xd800 && i + 1 < end && (units[i + 1]! & 0xfc00) === 0xdc00) {
      const code = 0x10000 + ((unit & 0x3ff) << 10) + (units[++i]! & 0x3ff);
      to[at++] = 0xf0 | (code >> 18);
      to[at++] = 0x80 | ((code >> 12) & 0x3f);
      to[at++] = 0x80 | ((code >> 6) & 0x3f);
      to[at++] = 0x80 | (code & 0x3f);
    } else {
      const code = (unit & 0xf800) === 0xd800 ? 0xfffd : unit;
      to[at++] = 0xe0 | (code >> 12);
      to[at++] = 0x80 | ((code >> 6) & 0x3f);
      to[at++] = 0x80 | (code & 0x3f);
    }
  }
  return at;
}
