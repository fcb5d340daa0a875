import { types } from 'node:util';
import { bytesOf, hexLiteral, type SqlChunk } from './encode-bytes';
import { dateText, type WallClock } from './encode-date';
import { encoderResult, unencodable, Unencodable } from './encode-error';
import { bigintLiteral, numberLiteral } from './encode-number';
import { type Encoder, findEncoder, type Encoders } from './encode-registry';
import { identifierLiteral, rawText, setText, Target, textLiteral } from './encode-text';
import { DateTimeValue, Identifier, JsonValue, RawSql } from './values';

/** SQL text in place of a value: a quoted name, or what an encoder made. */
export class SqlText {
  readonly #kind: 'identifier' | 'text';
  readonly #sql: string;

  constructor(kind: 'identifier' | 'text', sql: string) {
    this.#kind = kind;
    this.#sql = sql;
  }

  /** The text, where it may stand. */
  at(target: number): string {
    return this.#kind === 'identifier'
      ? identifierLiteral(this.#sql, target)
      : rawText(this.#sql, target);
  }
}

/** The text of a DATETIME that is said to be one. */
export class DateTimeText {
  /** `YYYY-MM-DD HH:MM:SS`, with no digits of fraction, 3 or 6. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a value is without its class: a literal is made of it, or a parameter that is bound. */
export type PlainValue =
  null | boolean | number | bigint | string | Uint8Array | SqlText | DateTimeText;

/** Encodes single values. Whatever has no meaning of its own in SQL is refused, never guessed. */
export class ValueEncoder {
  readonly #wallClock: WallClock | undefined;
  readonly #encoders: Encoders | undefined;

  constructor(wallClock: WallClock | undefined, encoders: Encoders | undefined) {
    this.#wallClock = wallClock;
    this.#encoders = encoders !== undefined && encoders.size > 0 ? encoders : undefined;
  }

  /** Whether values may be encoded by the user's encoders. */
  get hasEncoders(): boolean {
    return this.#encoders !== undefined;
  }

  /** Returns the literal, or the bytes that still have to become one. */
  encode(value: unknown, target: number): SqlChunk {
    if (this.#encoders === undefined) return literal(this.#plain(value), target);
    return this.use(value, target, literal);
  }

  /**
   * Makes something of the plain value. Types are told apart by what a value is inside, not by
   * `instanceof` or methods: values of other realms pass, imitations and `toString` tricks do not.
   * @param make may refuse the value, as the encoder may
   */
  use<T>(value: unknown, target: number, make: (plain: PlainValue, target: number) => T): T {
    if (this.#encoders !== undefined) {
      const encoder = findEncoder(this.#encoders, value);
      if (encoder !== undefined) return this.#byEncoder(encoder, value, target, make);
    }
    return make(this.#plain(value), target);
  }

  /** The encoder's result is not looked up again: an encoder of Dates may return a Date. */
  #byEncoder<T>(
    encoder: Encoder,
    value: unknown,
    target: number,
    make: (plain: PlainValue, target: number) => T,
  ): T {
    const ofPart = (part: unknown): string => this.encode(part, target | Target.hexBytes) as string;
    const result = encoder(value as never, { literal: ofPart });
    try {
      return make(
        RawSql.is(result) ? new SqlText('text', result.text) : this.#plain(result),
        target,
      );
    } catch (error) {
      throw encoderResult(error);
    }
  }

  #plain(value: unknown): PlainValue {
    switch (typeof value) {
      case 'number':
      case 'string':
      case 'bigint':
      case 'boolean':
        return value;
      case 'object':
        return value === null ? null : this.#plainObject(value);
      default:
        throw unencodable(value);
    }
  }

  #plainObject(value: object): PlainValue {
    if (types.isDate(value)) return dateText(value, this.#wallClock);
    const bytes = bytesOf(value);
    if (bytes !== undefined) return bytes;
    if (Identifier.is(value)) return new SqlText('identifier', value.sql);
    if (JsonValue.is(value)) return value.text;
    if (DateTimeValue.is(value)) return new DateTimeText(dateText(value.date, this.#wallClock));
    if (types.isSet(value)) return setText(value);
    if (Array.isArray(value)) throw strayArray();
    if (RawSql.is(value)) throw strayRawSql();
    throw unencodable(value);
  }
}

function literal(value: PlainValue, target: number): SqlChunk {
  switch (typeof value) {
    case 'number':
      return numberLiteral(value);
    case 'string':
      return textLiteral(value, target);
    case 'bigint':
      return bigintLiteral(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return 'NULL';
      if (value instanceof SqlText) return value.at(target);
      if (value instanceof DateTimeText) return `TIMESTAMP'${value.text}'`;
      return target & AS_HEX ? hexLiteral(value) : value;
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
