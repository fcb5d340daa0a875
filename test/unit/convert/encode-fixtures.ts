import { ParamEncoder, type EncodeSession, type EncodeSettings } from '../../../lib/convert/encode';
import { placeholderStyle } from '../../../lib/sql/param-style';
import { compileTemplate } from '../../../lib/sql/template';

/** The session of nearly everyone. */
export const usual: EncodeSession = { noBackslashEscapes: false, charset: 'utf8mb4' };
export const noBackslash: EncodeSession = { noBackslashEscapes: true, charset: 'utf8mb4' };
export const gbk: EncodeSession = { noBackslashEscapes: false, charset: 'gbk' };

/** Renders a statement as a connection does. */
export function rendered(
  sql: string,
  params: unknown,
  session: EncodeSession = usual,
  settings: EncodeSettings = {},
): string | Uint8Array {
  const mode = { ansiQuotes: false, noBackslashEscapes: session.noBackslashEscapes };
  const template = compileTemplate(sql, mode, placeholderStyle(params, 'default'));
  return new ParamEncoder(settings).render(template, params, session);
}

/** One value as it stands in a statement; bytes as latin1. */
export function literal(
  value: unknown,
  session?: EncodeSession,
  settings?: EncodeSettings,
): string {
  const sql = rendered('(?)', [value], session, settings);
  const text = typeof sql === 'string' ? sql : Buffer.from(sql).toString('latin1');
  return text.slice(1, -1);
}

/** The error of a statement that must not be sent. */
export function refusal(
  sql: string,
  params: unknown,
  session?: EncodeSession,
): Error & { readonly code?: string; readonly hint?: string; readonly sql?: string } {
  try {
    rendered(sql, params, session);
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}

const UNESCAPED: Readonly<Record<number, number>> = {
  0x30: 0, // \0
  0x6e: 0x0a, // \n
  0x72: 0x0d, // \r
  0x5a: 0x1a, // \Z
  0x74: 0x09, // \t
  0x62: 0x08, // \b
};

/**
 * Reads a quoted literal as the server does, and throws if it ends anywhere but at its end: the
 * property that makes a literal safe. Written from the manual, not from the encoder.
 */
export function readQuoted(quoted: Uint8Array, noBackslashEscapes: boolean): Buffer {
  const bytes: number[] = [];
  let at = 1;
  if (quoted[0] !== 0x27) throw new Error('no opening quote');
  for (;;) {
    const byte = quoted[at++];
    if (byte === undefined) throw new Error('no closing quote');
    if (byte === 0x5c && !noBackslashEscapes) {
      const escaped = quoted[at++];
      if (escaped === undefined) throw new Error('backslash at the end');
      bytes.push(UNESCAPED[escaped] ?? escaped);
    } else if (byte !== 0x27) bytes.push(byte);
    else if (quoted[at] === 0x27) bytes.push(quoted[at++] ?? 0);
    else break;
  }
  if (at !== quoted.length) throw new Error('the literal ended early');
  return Buffer.from(bytes);
}
