/** What a broken server sends as a row of an INT and a text by the binary protocol. */

export const bytes = (...values: number[]): Buffer => Buffer.from(values);

/** By what is wrong with it. */
export const BROKEN_ROWS: Readonly<Record<string, Buffer>> = {
  'of one byte': bytes(0),
  'without its values': bytes(0, 0),
  'that ends within a number': bytes(0, 0, 7, 0),
  'with a length beyond its end': bytes(0, 0, 7, 0, 0, 0, 250, 97),
  'with a length of 2^64 - 1': bytes(0, 0, 7, 0, 0, 0, 254, ...Array<number>(8).fill(255)),
  'with a length that is none': bytes(0, 0, 7, 0, 0, 0, 255, 97),
};
