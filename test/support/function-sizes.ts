/** Measures functions, in TypeScript by its parser and in C++ by its braces. */
import * as ts from 'typescript';
import { parse, readSource, visit } from './source-tree';

export interface FunctionSize {
  readonly where: string;
  readonly lines: number;
}

export function typescriptFunctions(file: string): FunctionSize[] {
  const source = parse(file);
  const sizes: FunctionSize[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    sizes.push({ where: `${file}:${first + 1}`, lines: last - first + 1 });
  });
  return sizes;
}

/** C++ without comments, and with empty strings; every line stays where it is. */
export function codeOf(file: string): string {
  const pattern = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
  return readSource(file).replace(pattern, (text) => {
    if (text.startsWith('"')) return '""';
    if (text.startsWith("'")) return "'0'";
    return text.replace(/[^\n]/g, '');
  });
}

type Scope = 'container' | 'function' | 'initializer' | 'block';

interface Brace {
  readonly scope: Scope;
  readonly line: number;
  readonly head: string;
}

/** What a brace opens, told by the code since the last statement or brace. */
function scopeOf(head: string, isInFunction: boolean): Scope {
  if (isInFunction) return 'block';
  // clang-format sets no space before `member_{value}`, and one before a body.
  if (/[\w>]$/.test(head)) return 'initializer';
  const isBody = /\)\s*(const|noexcept|override|\s)*$/.test(head);
  if (!isBody && /\b(namespace|extern|class|struct|union|enum)\b/.test(head)) return 'container';
  return head.includes('(') ? 'function' : 'block';
}

/** Functions by their braces; lambdas count as lines of the function around them. */
export function cppFunctions(file: string): FunctionSize[] {
  const open: Brace[] = [];
  const sizes: FunctionSize[] = [];
  let line = 1;
  let head = '';
  for (const character of codeOf(file)) {
    if (character === '\n') line += 1;
    if (character === '{') {
      const isInFunction = open.some(({ scope }) => scope === 'function');
      open.push({ scope: scopeOf(head, isInFunction), line, head });
      head = '';
    } else if (character === '}') {
      const closed = open.pop();
      if (closed?.scope === 'function') {
        sizes.push({ where: `${file}:${closed.line}`, lines: line - closed.line + 1 });
      }
      head = closed?.scope === 'initializer' ? `${closed.head}{}` : '';
    } else {
      head = character === ';' ? '' : head + character;
    }
  }
  return sizes;
}
