import { types } from 'node:util';
import { bytesOf, hexLiteral, type SqlChunk } from './encode-bytes';
import { dateLiteral, type WallClock } from './encode-date';
import { unencodable, Unencodable } from './encode-error';
import { bigintLiteral, numberLiteral } from './encode-number';
import { findEncoder, type Encoders } from './encode-registry';
import { identifierLiteral, setText, Target, textLiteral } from './encode-text';
import { Identifier, JsonValue } from './values';

/** Encodes single values. Whatever has no meaning of its own in SQL is refused, never guessed. */
export class ValueEncoder {
  readonly #wallClock: WallClock | undefined;
  readonly #encoders: Encoders | undefined;

  constructor(wallClock: WallClock | undefined, encoders: Encoders | undefined) {
    this.#wallClock = wallClock;
    this.#encoders = encoders !== undefined && encoders.size > 0 ? encoders : undefined;
  }

  /**
   * Returns the literal, or the bytes that still have to become one. Types are told apart by what
   * a value is inside, not by `instanceof` or methods: values of other realms pass, imitations and
   * `toString` tricks do not.
   */
  encode(value: unknown, target: number): SqlChunk {
    if (this.#encoders !== undefined) {
      const literal = findEncoder(this.#encoders, value)?.(value);
      if (literal !== undefined) return literal;
    }
    switch (typeof value) {
      case 'number':
        return numberLiteral(value);
      case 'string':
        return textLiteral(value, target);
      case 'bigint':
        return bigintLiteral(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return value === null ? 'NULL' : this.#object(value, target);
      default:
        throw unencodable(value);
    }
  }

  #object(value: object, target: number): SqlChunk {
    if (types.isDate(value)) return dateLiteral(value, this.#wallClock);
    const bytes = bytesOf(value);
    if (bytes !== undefined) return target & AS_HEX ? hexLiteral(bytes) : bytes;
    if (Identifier.is(value)) return identifierLiteral(value.sql, target);
    if (JsonValue.is(value)) return textLiteral(value.text, target);
    if (types.isSet(value)) return textLiteral(setText(value), target);
    if (Array.isArray(value)) throw strayArray();
    throw unencodable(value);
  }
}

const AS_HEX = Target.asciiOnly | Target.comment | Target.hexBytes;

function strayArray(): Unencodable {
  return new Unencodable(
    'is an array, which is a list only where it stands alone in IN (?)',
    'Give each element a placeholder of its own, or pass json(array) to send it as JSON.',
  );
}
