/** @file What the demo writes: headings, text, the code that runs, and tables, in 80 columns. */

import Table from 'cli-table3';

const out = process.stdout;
/** Lines are no longer than this, but for code. */
export const WIDTH = Math.min(out.columns || 80, 80);
const INDENT = '   ';
const NO_LINES = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'mid', 'left-mid', 'mid-mid', 'right-mid'],
  ...['bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'right', 'middle'],
];

// Node's own judgement: it knows NO_COLOR, FORCE_COLOR and TERM=dumb.
const hasColors = out.hasColors?.() ?? false;
const style = (code) => (text) => (hasColors ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = style(1);
export const dim = style(2);
const red = style(31);
const cyan = style(36);

let sections = 0;
let isMuted = false;
let needsGap = false;

function print(text) {
  if (isMuted) return;
  out.write(needsGap ? `\n${text}\n` : `${text}\n`);
  needsGap = false;
}

/** A block has an empty line above and below. */
function printBlock(text) {
  needsGap = true;
  print(text);
  needsGap = true;
}

/** From here on nothing is written: somebody has pressed Ctrl-C. */
export function mute() {
  isMuted = true;
}

/** @param {string} text */
export function title(text) {
  needsGap = true;
  print(bold(text));
}

/** @param {string} text */
export function heading(text) {
  sections += 1;
  title(`${sections}. ${text}`);
}

/** @param {string} text one paragraph, however long */
export function say(text) {
  print(
    wrapped(text, WIDTH - INDENT.length)
      .map((line) => INDENT + line)
      .join('\n'),
  );
}

/**
 * Shows the code of a function, without its first and last line: what is shown is what runs.
 * @param {Function} call
 */
export function showCode(call) {
  const lines = call.toString().split('\n').slice(1, -1);
  const margin = Math.min(...lines.filter(Boolean).map((line) => line.search(/\S/)));
  const code = lines.map((line) => `${INDENT}${dim('│')} ${cyan(line.slice(margin))}`);
  printBlock(code.join('\n'));
}

/**
 * @param {string[]} head
 * @param {unknown[][]} rows numbers are aligned to the right
 */
export function table(head, rows) {
  const isNumber = (column) => rows.every((row) => typeof row[column] === 'number');
  const table = new Table({
    head: head.map((name) => bold(name)),
    colAligns: head.map((_, column) => (isNumber(column) ? 'right' : 'left')),
    chars: { ...Object.fromEntries(NO_LINES.map((name) => [name, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map(cellText)));
  printBlock(table.toString().replace(/^/gm, INDENT).replace(/ +$/gm, ''));
}

const cellText = (value) => (typeof value === 'number' ? count(value) : String(value));

/**
 * Pairs of a name and what it means.
 * @param {string[][]} pairs
 */
export function list(pairs) {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 2;
  print(pairs.map(([name, meaning]) => entry(cyan, name, width, meaning)).join('\n'));
}

/**
 * An error of the driver, as a program may show it to its user.
 * @param {import('mysqldb').MySQLError} error
 */
export function errorCard({ name, message, code, errno, sqlState, hint }) {
  const facts = Object.entries({ code, errno, sqlState, hint });
  const known = facts.filter(([, value]) => value !== undefined);
  const lines = known.map(([label, value]) => entry(dim, label, 10, String(value)));
  return [entry(red, `${name}:`, name.length + 2, message), ...lines].join('\n');
}

/** @param {import('mysqldb').MySQLError} error */
export const showError = (error) => printBlock(errorCard(error));

function entry(color, name, width, text) {
  const [first, ...rest] = wrapped(text, WIDTH - INDENT.length - width);
  const more = rest.map((line) => `\n${INDENT}${' '.repeat(width)}${line}`).join('');
  return INDENT + color(name.padEnd(width)) + first + more;
}

/** @param {number} value 27275 becomes 27,275 */
export const count = (value) => Math.round(value).toLocaleString('en-US');

/** @param {number} milliseconds */
export const duration = (milliseconds) =>
  milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;

function wrapped(text, width) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
