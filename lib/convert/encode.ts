/** Parameters rendered into SQL text. What each JavaScript value becomes: docs/parameters.md. */

import { Slot, type SqlTemplate } from '../sql/template';
import { ParamBinder, type ParamBlock } from './bind-params';
import { BulkPacker } from './bulk-packer';
import { joinChunks, type SqlChunk } from './encode-bytes';
import type { WallClock } from './encode-date';
import { listChunks, type LiteralEncoder, surround } from './encode-list';
import { checkParams, parameterError, parameterLabel } from './encode-params';
import type { Encoders } from './encode-registry';
import { Target } from './encode-text';
import { ValueEncoder } from './encode-value';

/** What the session is like at the moment of rendering; it decides how text is quoted. */
export interface EncodeSession {
  readonly noBackslashEscapes: boolean;
  /** `character_set_client`, by the server's name of it. */
  readonly charset: string;
}

/** A statement for the binary protocol: its text with a `?` for each value, and the values. */
export interface BoundStatement {
  readonly sql: string;
  readonly params: ParamBlock;
  readonly count: number;
}

/** Settings of a {@link ParamEncoder}. */
export interface EncodeSettings {
  /** The time zone that Dates are written in; the process's own unless given. */
  readonly wallClock?: WallClock;
  /** Encoders by the constructor of the value; they win over the driver's own. */
  readonly encoders?: Encoders;
}

/** What the charsets that take the driver's UTF-8 ask for; `binary` takes any bytes. */
const UTF8_CHARSETS: ReadonlyMap<string, number> = new Map([
  ['utf8mb4', 0],
  ['utf8mb3', Target.threeByteUtf8],
  ['utf8', Target.threeByteUtf8],
  ['binary', 0],
]);

/** Renders parameters into statements; holds no state of a statement, so one serves any number. */
export class ParamEncoder {
  readonly #values: ValueEncoder;

  constructor(settings: EncodeSettings = {}) {
    this.#values = new ValueEncoder(settings.wallClock, settings.encoders);
  }

  /** Returns the SQL to send: text, or UTF-8 bytes when bytes are among the values. */
  render(template: SqlTemplate, params: unknown, session: EncodeSession): string | Uint8Array {
    return this.#render(template, params, targetOf(session), this.#values);
  }

  /** As `render`, for a prepared statement. The session must take UTF-8: {@link bindsText}. */
  bind(template: SqlTemplate, params: unknown, session: EncodeSession): BoundStatement {
    const binder = new ParamBinder(this.#values);
    const sql = this.#render(template, params, targetOf(session), binder) as string;
    const { count } = binder;
    // The template's own text, if it is the same: it need not be put together to be looked up.
    const same = binder.boundAll && count === template.count;
    return { sql: same ? template.bound : sql, params: binder.block(), count };
  }

  /** What packs rows of parameters for the bulk protocol; the session must take UTF-8. */
  packer(template: SqlTemplate): BulkPacker {
    return new BulkPacker(template, this.#values);
  }

  /** Adds a row to a packer of the template's; true when it fits into the block. */
  pack(
    template: SqlTemplate,
    params: unknown,
    packer: BulkPacker,
    session: EncodeSession,
  ): boolean {
    checkParams(template, params);
    packer.target = targetOf(session);
    try {
      return packer.add(params);
    } catch (error) {
      throw parameterError(error, parameterLabel(template, packer.last), template.sql);
    }
  }

  /** As `render`, but always text: bytes appear as hexadecimal literals. */
  renderText(template: SqlTemplate, params: unknown, session: EncodeSession): string {
    const target = targetOf(session) | Target.hexBytes;
    return this.#render(template, params, target, this.#values) as string;
  }

  /** One value as a literal, bytes as hexadecimal; without a session, one that is right in any. */
  literal(value: unknown, session: EncodeSession | undefined): string {
    try {
      return this.#values.encode(value, targetOf(session) | Target.hexBytes) as string;
    } catch (error) {
      throw parameterError(error, 'The value', undefined);
    }
  }

  #render(
    template: SqlTemplate,
    params: unknown,
    target: number,
    values: LiteralEncoder,
  ): string | Uint8Array {
    checkParams(template, params);
    const { parts, names, slots, count } = template;
    let sql = parts[0]!;
    let chunks: SqlChunk[] | undefined;
    let index = 0;
    try {
      for (; index < count; index++) {
        const value = params[names?.[index] ?? index];
        const literal = encodeSlot(value, slots[index]!, target, values);
        if (typeof literal === 'string') sql += literal;
        else {
          chunks = append(chunks, sql, literal);
          sql = '';
        }
        sql += parts[index + 1]!;
      }
    } catch (error) {
      throw parameterError(error, parameterLabel(template, index), template.sql);
    }
    return chunks === undefined ? sql : joinChunks(append(chunks, sql, []), target);
  }
}

/** What stands at a placeholder. */
function encodeSlot(
  value: unknown,
  slot: number,
  target: number,
  values: LiteralEncoder,
): string | readonly SqlChunk[] {
  const place = slot & Slot.comment ? target | Target.comment : target;
  if (Array.isArray(value) && slot & (Slot.list | Slot.bareList)) {
    const list = listChunks(value, values, place);
    return slot & Slot.bareList ? surround(list) : list;
  }
  const literal = values.encode(value, place);
  return typeof literal === 'string' ? literal : [literal];
}

/** Whether strings can be bound: the server reads them in the session's character set. */
export function bindsText({ charset }: EncodeSession): boolean {
  return charset === 'utf8mb4';
}

/** The {@link Target} of literals for a session, or for any. */
export function targetOf(session: EncodeSession | undefined): number {
  if (session === undefined) {
    return Target.asciiOnly | Target.noBackslashEscapes | Target.anySqlMode;
  }
  const quoting = session.noBackslashEscapes ? Target.noBackslashEscapes : 0;
  const { charset } = session;
  if (charset === 'utf8mb4') return quoting;
  return quoting | (UTF8_CHARSETS.get(charset) ?? Target.asciiOnly);
}

/** Text in pieces, for the statements that bytes are part of. */
function append(
  chunks: SqlChunk[] | undefined,
  text: string,
  literal: readonly SqlChunk[],
): SqlChunk[] {
  const all = chunks ?? [];
  all.push(text);
  for (const chunk of literal) all.push(chunk);
  return all;
}
