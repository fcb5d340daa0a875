import { type QuoteMode, scan } from './sql-scanner';

const NAMES = /::?[A-Za-z_0-9]+|['"`#]|--|\/\*/g;

/** A statement with `?` for its `:name` placeholders and `??` for `::name`, and the values in that order. */
export function toPositional(
  sql: string,
  values: Readonly<Record<string, unknown>>,
  mode: QuoteMode,
): { sql: string; values: unknown[] } {
  const list: unknown[] = [];
  let text = '';
  let end = 0;
  scan(sql, NAMES, mode, ({ 0: name, index }) => {
    if (name[0] !== ':') return;
    const isName = name.startsWith('::');
    text += sql.slice(end, index) + (isName ? '??' : '?');
    list.push(values[name.slice(isName ? 2 : 1)]);
    end = index + name.length;
  });
  return { sql: text + sql.slice(end), values: list };
}
