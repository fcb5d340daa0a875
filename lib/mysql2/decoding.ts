import { ANY_TYPE, type CursorOptions, type Decoder, FIELD_TYPE } from '../index';
import { parseGeometry } from './geometry';
import type { DecodeOptions } from './options';

/** The options that choose values; those of a query are merged over those of its connection. */
export type Decoding = Pick<
  DecodeOptions,
  | 'bigNumberStrings'
  | 'dateStrings'
  | 'decimalNumbers'
  | 'jsonStrings'
  | 'supportBigNumbers'
  | 'timezone'
  | 'typeCast'
>;

/** A type whose values are dates. */
export type DateType = 'DATE' | 'DATETIME' | 'TIMESTAMP';

/** Whether dates of a type stay text. */
export function isDateText({ dateStrings }: Decoding, type: DateType): boolean {
  return Array.isArray(dateStrings) ? dateStrings.includes(type) : Boolean(dateStrings);
}

/** Whether cells are read by a function of the user's, or are Buffers: they come as the server sent them. */
export const isRaw = ({ typeCast }: Decoding): boolean =>
  typeof typeCast === 'function' || typeCast === false;

const asSent = (value: string | Buffer): string | Buffer => value;
const RAW: CursorOptions = Object.freeze({ conv: [[ANY_TYPE, asSent]] as const });

/** Frozen, so that connections compile them once. */
const known = new Map<string, CursorOptions>();

/** The driver's options for those of mysql2; the same object for the same options. */
export function cursorOptionsOf(decoding: Decoding): CursorOptions {
  if (isRaw(decoding)) return RAW;
  const key = keyOf(decoding);
  let options = known.get(key);
  if (options === undefined) {
    options = Object.freeze(makeOptions(decoding));
    known.set(key, options);
  }
  return options;
}

function keyOf(decoding: Decoding): string {
  const { dateStrings, supportBigNumbers, bigNumberStrings, decimalNumbers, jsonStrings } =
    decoding;
  const bits =
    (supportBigNumbers ? 1 : 0) +
    (bigNumberStrings ? 2 : 0) +
    (decimalNumbers ? 4 : 0) +
    (jsonStrings ? 8 : 0);
  return `${bits} ${decoding.timezone} ${String(dateStrings || false)}`;
}

function makeOptions(decoding: Decoding): CursorOptions {
  const { timezone = 'local' } = decoding;
  const texts = (['DATE', 'DATETIME', 'TIMESTAMP'] as const).filter((type) =>
    isDateText(decoding, type),
  );
  const allText = texts.includes('DATETIME') && texts.includes('TIMESTAMP');
  const conv: (readonly [number, Decoder])[] = [
    [FIELD_TYPE.GEOMETRY, parseGeometry],
    [FIELD_TYPE.VECTOR, vectorOf],
  ];
  if (!allText) {
    for (const type of texts.filter((text) => text !== 'DATE')) {
      conv.push([FIELD_TYPE[type], (text: string): string => text]);
    }
  }
  return {
    timezone,
    bigint: bigintOf(decoding),
    decimal: decoding.decimalNumbers ? 'number' : 'string',
    dates: allText ? 'string' : 'plain',
    dateOnly: texts.includes('DATE') ? 'string' : 'date',
    zeroDates: 'invalid',
    repeatedNames: 'last',
    json: decoding.jsonStrings ? 'string' : 'parse',
    conv,
  };
}

function bigintOf({
  supportBigNumbers,
  bigNumberStrings,
}: Decoding): 'number' | 'string' | 'numberOrString' {
  if (!supportBigNumbers) return 'number';
  return bigNumberStrings ? 'string' : 'numberOrString';
}

/** The numbers of a VECTOR, which is 32-bit floats. */
export function vectorOf(bytes: Uint8Array): number[] {
  return [...new Float32Array(Uint8Array.from(bytes).buffer)];
}
