import { typeName, Unencodable } from './encode-error';

/** A class or constructor function: what values are looked up by. */
export type Constructor = abstract new (...args: never[]) => unknown;

/** Makes the SQL literal of a value. What it returns goes into the statement as it is. */
export type Encoder = (value: unknown) => string;

/** Encoders of the user's, by the constructor of the values they take. */
export type Encoders = ReadonlyMap<Constructor, Encoder>;

/** The encoder for the class of a value or the nearest class that it extends. */
export function findEncoder(encoders: Encoders, value: unknown): Encoder | undefined {
  if (value === null || value === undefined) return undefined;
  let prototype: unknown = Object.getPrototypeOf(value);
  while (typeof prototype === 'object' && prototype !== null) {
    // The prototype's own: a `constructor` among the data of a value must select nothing.
    const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    const encoder = encoders.get(constructor as Constructor);
    if (encoder !== undefined) return checked(encoder);
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

function checked(encoder: Encoder): Encoder {
  return (value) => {
    const literal: unknown = encoder(value);
    if (typeof literal === 'string') return literal;
    throw new Unencodable(
      `has an encoder that returned ${typeName(literal)}`,
      'An encoder returns SQL text: a string.',
    );
  };
}
