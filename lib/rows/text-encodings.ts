/**
 * Text that a session receives in a character set other than UTF-8: after `SET NAMES latin1`, say, or
 * with character_set_results = NULL. Only character sets that are decoded as the server does it are
 * here; of the others (big5, euckr, ujis, eucjpms, swe7) Node's decoders know fewer or other
 * characters, and such text stays a Buffer.
 */

import { TextDecoder } from 'node:util';
import { SINGLE_BYTE_CHARSETS } from './single-byte-charsets';

/** Collation ids as INFORMATION_SCHEMA.COLLATIONS has them, without MariaDB's NOPAD ones. */
const COLLATIONS: Readonly<Record<string, readonly (number | readonly [number, number])[]>> = {
  armscii8: [32, 64],
  cp1250: [26, 34, 44, 66, 99],
  cp1251: [14, 23, [50, 52]],
  cp1256: [57, 67],
  cp1257: [29, [58, 59]],
  cp850: [4, 80],
  cp852: [40, 81],
  cp866: [36, 68],
  cp932: [[95, 96]],
  dec8: [3, 69],
  gb18030: [[248, 250]],
  gb2312: [24, 86],
  gbk: [28, 87],
  geostd8: [[92, 93]],
  greek: [25, 70],
  hebrew: [16, 71],
  hp8: [6, 72],
  keybcs2: [37, 73],
  koi8r: [7, 74],
  koi8u: [22, 75],
  latin1: [5, 8, 15, 31, [47, 49], 94],
  latin2: [2, 9, 21, 27, 77],
  latin5: [30, 78],
  latin7: [20, [41, 42], 79],
  macce: [38, 43],
  macroman: [39, 53],
  sjis: [13, 88],
  tis620: [18, 89],
  ucs2: [35, 90, [128, 151], 159, [640, 642], [2560, 2815]],
  utf16: [
    [54, 55],
    [101, 124],
    [672, 674],
    [2816, 3071],
  ],
  utf16le: [56, 62],
  utf32: [
    [60, 61],
    [160, 183],
    [736, 738],
    [3072, 3327],
  ],
};

const CHARSETS: ReadonlyMap<number, string> = new Map(
  Object.entries(COLLATIONS).flatMap(([charset, ids]) =>
    ids.flatMap((id) => {
      const [first, last] = typeof id === 'number' ? [id, id] : id;
      return Array.from({ length: last - first + 1 }, (_, i) => [first + i, charset] as const);
    }),
  ),
);

/** The character set of a collation, if it is one that is decoded here. */
export function textCharset(collation: number): string | undefined {
  const nopad = collation >= 1024 && collation < 2048;
  return CHARSETS.get(nopad ? collation - 1024 : collation);
}

/** Node's decoders, and the characters that the servers have in place of some of theirs. */
const MULTI_BYTE: Readonly<Record<string, readonly [label: string, from: string, to: string]>> = {
  // Apart from 19 codes: of private use to the server, and characters by now.
  gb18030: ['gb18030', '', ''],
  gbk: ['gbk', '', ''],
  gb2312: ['gbk', '—·', '―・'],
  // ICU has three control characters in a round.
  cp932: ['shift_jis', '\x1c\x7f\x1a', '\x1a\x1c\x7f'],
  sjis: ['shift_jis', '\x1c\x7f\x1a＼￠￡￢∥－～', '\x1a\x1c\x7f\\¢£¬‖−〜'],
  ucs2: ['utf-16be', '', ''],
  utf16: ['utf-16be', '', ''],
  utf16le: ['utf-16le', '', ''],
};

/** Decodes text that must be text: what is not decoded here is taken for UTF-8. */
export function decodeServerText(bytes: Buffer, charset: string): string {
  return isTextCharset(charset) ? decodeText(bytes, charset) : bytes.toString('utf8');
}

/** Whether a character set is one that is decoded here. */
export function isTextCharset(charset: string): boolean {
  return Object.hasOwn(COLLATIONS, charset);
}

type Decode = (bytes: Buffer) => string;
const decoders = new Map<string, Decode>();

/** Decodes text of a character set that {@link textCharset} names. */
export function decodeText(bytes: Buffer, charset: string): string {
  let decode = decoders.get(charset);
  if (decode === undefined) {
    decode = decoderOf(charset);
    decoders.set(charset, decode);
  }
  return decode(bytes);
}

function decoderOf(charset: string): Decode {
  const upper = SINGLE_BYTE_CHARSETS[charset];
  if (upper !== undefined) {
    return (bytes) =>
      bytes.toString('latin1').replace(/[\x80-\xff]/g, (char) => upper[char.charCodeAt(0) - 0x80]!);
  }
  if (charset === 'utf32') return decodeUtf32;
  const [label, from, to] = MULTI_BYTE[charset]!;
  // A byte order mark is a character like any other here.
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  if (from === '') return (bytes) => decoder.decode(bytes);
  const others = new RegExp(`[${from}]`, 'g');
  return (bytes) => decoder.decode(bytes).replace(others, (char) => to[from.indexOf(char)]!);
}

function decodeUtf32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = bytes.readUInt32BE(at);
    const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    text += isCharacter ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}
