import type { TimeZone } from '../temporal/time-zone';
import { Packing } from './batch-layout';
import type { DecodeSettings } from './cells';
import type { DecoderFunction, Decoders } from './decoders';

/** Which JavaScript value stands for a cell, where there is a choice. */
export interface DecodingOptions {
  readonly bigint: 'auto' | 'bigint' | 'number' | 'string' | 'numberOrString';
  readonly decimal: 'string' | 'number';
  readonly dates: 'date' | 'plain' | 'string';
  /** DATE; text unless given. */
  readonly dateOnly?: 'string' | 'date';
  readonly zeroDates: DecodeSettings['zeroDates'];
  /** Names of object rows that repeat; renamed unless given. */
  readonly repeatedNames?: 'rename' | 'last';
  readonly json: 'parse' | 'string';
  /** The zone of DATETIME and TIMESTAMP. */
  readonly zone: TimeZone;
  readonly decoders: Decoders;
  /** Cells as the bytes that the server sent, but for those that have a decoder. */
  readonly allBytes?: boolean;
}

/**
 * How the cells of a result are packed in C++ and decoded here: the options, compiled. It is never
 * changed, and results are decoded by it as long as it exists; whoever wants other values gives a
 * statement another one.
 */
export interface Decoding {
  /** {@link Packing} bits. */
  readonly packing: number;
  /** Pairs of a FIELD_TYPE and a mask of flags: the columns that `decoders` are for. */
  readonly rawRules: Uint32Array;
  /** The decoder of each pair. */
  readonly decoders: readonly DecoderFunction[];
  readonly bigint: DecodingOptions['bigint'];
  readonly json: DecodingOptions['json'];
  readonly repeatedNames: 'rename' | 'last';
  readonly cells: DecodeSettings;
}

export function compileDecoding(options: DecodingOptions): Decoding {
  const rules = [...options.decoders].flatMap(([type, list]) =>
    list.map(({ mask, decode }) => ({ type, mask, decode })),
  );
  return Object.freeze({
    packing: packingOf(options),
    rawRules: Uint32Array.from(rules.flatMap(({ type, mask }) => [type, mask])),
    decoders: rules.map(({ decode }) => decode),
    bigint: options.bigint,
    json: options.json,
    repeatedNames: options.repeatedNames ?? 'rename',
    cells: {
      zone: options.zone,
      zeroDates: options.zeroDates,
      plainDates: options.dates === 'plain',
    },
  });
}

function packingOf({ bigint, dates, dateOnly, decimal, allBytes }: DecodingOptions): number {
  return (
    (bigint === 'string' ? Packing.bigintAsText : 0) |
    (dates === 'string' ? Packing.datesAsText : 0) |
    (dateOnly === 'date' ? Packing.dateOnlyAsMillis : 0) |
    (decimal === 'number' ? Packing.decimalAsDouble : 0) |
    (allBytes === true ? Packing.allAsBytes : 0)
  );
}
