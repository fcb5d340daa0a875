import type { Constructor, Encoder, Encoders } from '../convert/encode-registry';
import { MAX_RAW_RULES } from '../rows/batch-layout';
import { ANY_TYPE } from '../rows/decoders';
import type { Decoder, DecoderFunction, Decoders, MaskedDecoder } from '../rows/decoders';

/**
 * Conversions of one's own: pairs, as those of an array or a Map, of a {@link FIELD_TYPE} and the
 * decoder of its columns, or of a class and the encoder of its values. They win over the driver's.
 * {@link ANY_TYPE} stands for every type that has no decoder of its own.
 */
export type Conv = Iterable<readonly [number, Decoder] | readonly [Constructor, Encoder]>;

/** `conv` after validation: decoders and encoders apart. */
export interface ResolvedConv {
  readonly decoders: Decoders;
  readonly encoders: Encoders;
}

export const NO_CONV: ResolvedConv = { decoders: new Map(), encoders: new Map() };

export const CONV_WANTED =
  'an array or Map of FIELD_TYPE codes with their decoders, and of classes with their encoders';

/** Checks `conv`; a text says what is wrong. */
export function resolveConv(conv: unknown): ResolvedConv | string {
  if (typeof conv !== 'object' || conv === null || !(Symbol.iterator in conv)) return CONV_WANTED;
  const decoders = new Map<number, readonly MaskedDecoder[]>();
  const encoders = new Map<Constructor, Encoder>();
  let index = 0;
  for (const pair of conv as Iterable<unknown>) {
    const [key, value] = (Array.isArray(pair) ? pair : []) as unknown[];
    const list = typeof key === 'number' ? maskedDecoders(value) : undefined;
    if (list !== undefined && isFieldType(key)) decoders.set(key, list);
    else if (typeof key === 'function' && typeof value === 'function') {
      encoders.set(key as unknown as Constructor, value as Encoder);
    } else return `${CONV_WANTED} (entry ${index} is neither)`;
    index++;
  }
  const count = [...decoders.values()].flat().length;
  return count > MAX_RAW_RULES ? `of at most ${MAX_RAW_RULES} decoders` : { decoders, encoders };
}

/** What is in both wins by its place in `over`. */
export function mergeConv(base: ResolvedConv, over: ResolvedConv): ResolvedConv {
  return {
    decoders: new Map([...base.decoders, ...over.decoders]),
    encoders: new Map([...base.encoders, ...over.encoders]),
  };
}

function isFieldType(key: unknown): key is number {
  return Number.isInteger(key) && Number(key) >= 0 && (Number(key) <= 255 || key === ANY_TYPE);
}

function maskedDecoders(value: unknown): MaskedDecoder[] | undefined {
  if (typeof value === 'function') return [{ mask: 0, decode: value as DecoderFunction }];
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list = value.map(maskedDecoder);
  return list.every((entry) => entry !== undefined) ? list : undefined;
}

function maskedDecoder(pair: unknown): MaskedDecoder | undefined {
  const [mask, decode] = (Array.isArray(pair) ? pair : []) as unknown[];
  if (typeof decode !== 'function') return undefined;
  if (mask === null) return { mask: 0, decode: decode as DecoderFunction };
  // No flag would ever match a mask of 0.
  const valid = Number.isInteger(mask) && Number(mask) > 0 && Number(mask) <= 0xffff_ffff;
  return valid ? { mask: Number(mask), decode: decode as DecoderFunction } : undefined;
}
