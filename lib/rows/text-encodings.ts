/**
 * The encodings, by their WHATWG names, of text that a session receives in a character set other than
 * UTF-8 (after `SET NAMES latin1`, say). The server names the set by its default collation's id.
 * https://encoding.spec.whatwg.org/#names-and-labels
 */
export const TEXT_ENCODINGS: ReadonlyMap<number, string> = new Map([
  [1, 'big5'],
  [7, 'koi8-r'],
  [8, 'windows-1252'], // MySQL's latin1, with its 5 unassigned bytes as C1 characters in both
  [9, 'iso-8859-2'],
  [12, 'euc-jp'],
  [13, 'shift_jis'],
  [16, 'iso-8859-8'],
  [18, 'windows-874'],
  [19, 'euc-kr'],
  [22, 'koi8-u'],
  [24, 'gbk'], // gb2312 is a part of it
  [25, 'iso-8859-7'],
  [26, 'windows-1250'],
  [28, 'gbk'],
  [30, 'windows-1254'],
  [36, 'ibm866'],
  [41, 'iso-8859-13'],
  [51, 'windows-1251'],
  [57, 'windows-1256'],
  [59, 'windows-1257'],
  [95, 'shift_jis'], // cp932
  [97, 'euc-jp'], // eucjpms
  [248, 'gb18030'],
]);
