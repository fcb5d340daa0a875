import { ParamEncoder } from '../convert/encode';
import type { ConversionOptions } from '../options/connect-options';
import { compileDecoding, type Decoding, type DecodingOptions } from '../rows/decoding';
import { type TimeZone, timeZone } from '../temporal/time-zone';

/**
 * How values become SQL and cells become values: the options, compiled once. A connection has one
 * for all of its statements, and a cursor may have another.
 */
export class Conversion {
  readonly options: ConversionOptions;
  readonly encoder: ParamEncoder;
  readonly decoding: Decoding;
  readonly #zone: TimeZone;

  /** @param zone that of the options if it is at hand: it remembers offsets */
  constructor(
    options: ConversionOptions & Pick<DecodingOptions, 'allBytes'>,
    zone = timeZone(options.timezone),
  ) {
    const { timezone, conv } = options;
    this.options = options;
    this.#zone = zone;
    this.encoder = new ParamEncoder({
      encoders: conv.encoders,
      // The encoder's own way is the local zone.
      ...(timezone !== 'local' && { wallClock: (time: number) => zone.toWall(time) }),
    });
    this.decoding = compileDecoding({ ...options, zone, decoders: conv.decoders });
  }

  /** The same with other options. */
  withOptions(options: ConversionOptions & Pick<DecodingOptions, 'allBytes'>): Conversion {
    const sameZone = options.timezone === this.options.timezone;
    return new Conversion(options, sameZone ? this.#zone : undefined);
  }
}
