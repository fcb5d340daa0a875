/** Encoders of the user's: what makes SQL of values of a class in place of the driver's own way. */

/** A class or constructor function: what values are looked up by. */
export type Constructor = abstract new (...args: never[]) => unknown;

/** What an encoder may ask for. */
export interface EncoderContext {
  /**
   * The SQL literal of a value, quoted for the session as it is at this moment: for text that is made
   * with {@link rawSql}.
   */
  literal(value: unknown): string;
}

/**
 * Makes of a value one that the driver encodes: a string becomes a quoted literal, a number its
 * digits, a Buffer bytes. Only what {@link rawSql} made goes into the statement as SQL text.
 */
export type Encoder = (value: never, context: EncoderContext) => unknown;

/** Encoders by the constructor of the values they take. */
export type Encoders = ReadonlyMap<Constructor, Encoder>;

/**
 * The encoder for the class of a value or the nearest class that it extends. `Object` is for plain
 * objects only, though everything extends it.
 */
export function findEncoder(encoders: Encoders, value: unknown): Encoder | undefined {
  if (value === null || value === undefined) return undefined;
  let prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return encoders.get(Object);
  while (prototype !== null && prototype !== Object.prototype) {
    // The prototype's own: a `constructor` among the data of a value must select nothing.
    const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    const encoder = encoders.get(constructor as Constructor);
    if (encoder !== undefined) return encoder;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return undefined;
}
