import { types } from 'node:util';
import { bytesOf, hexLiteral, type SqlChunk } from './encode-bytes';
import { dateLiteral, type WallClock } from './encode-date';
import { encoderResult, unencodable, Unencodable } from './encode-error';
import { bigintLiteral, numberLiteral } from './encode-number';
import { type Encoder, findEncoder, type Encoders } from './encode-registry';
import { identifierLiteral, rawText, setText, Target, textLiteral } from './encode-text';
import { Identifier, JsonValue, RawSql } from './values';

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
      const encoder = findEncoder(this.#encoders, value);
      if (encoder !== undefined) return this.#byEncoder(encoder, value, target);
    }
    return this.#builtIn(value, target);
  }

  /** The encoder's result is not looked up again: an encoder of Dates may return a Date. */
  #byEncoder(encoder: Encoder, value: unknown, target: number): SqlChunk {
    const literal = (part: unknown): string =>
      this.encode(part, target | Target.hexBytes) as string;
    const result = encoder(value as never, { literal });
    try {
      if (RawSql.is(result)) return rawText(result.text, target);
      return this.#builtIn(result, target);
    } catch (error) {
      throw encoderResult(error);
    }
  }

  #builtIn(value: unknown, target: number): SqlChunk {
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
    if (RawSql.is(value)) throw strayRawSql();
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

function strayRawSql(): Unencodable {
  return new Unencodable(
    'is SQL text of rawSql(), which only an encoder may return',
    'Write SQL into the statement, and pass values as parameters.',
  );
}
