/** Reads the checkout's own sources, for the tests that judge them. Paths are relative, with '/'. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import * as ts from 'typescript';

export const root = join(__dirname, '..', '..');

export function readSource(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every file under a folder, or none when there is no such folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((file) => file.split(sep).join('/'))
    .sort();
}

export function isGenerated(file: string): boolean {
  return /^(\/\/|\/\*\*?|#) ?[Gg]enerated by /.test(readSource(file));
}

/** The parsed file; parent links are set, so that nodes know where they stand. */
export function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readSource(file), ts.ScriptTarget.Latest, true);
}

function specifierOf(node: ts.Node): { text: string; isType: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { text: node.moduleSpecifier.text, isType: node.importClause?.isTypeOnly ?? false };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const text = (node.moduleSpecifier as ts.StringLiteral).text;
    return { text, isType: node.isTypeOnly };
  }
  if (ts.isExternalModuleReference(node) && ts.isStringLiteral(node.expression)) {
    return { text: node.expression.text, isType: false };
  }
  if (ts.isCallExpression(node)) return calledSpecifier(node);
  return undefined;
}

/** `require('x')` and `import('x')`. */
function calledSpecifier(node: ts.CallExpression): { text: string; isType: boolean } | undefined {
  const [argument] = node.arguments;
  const isLoading =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  if (!isLoading || !argument || !ts.isStringLiteral(argument)) return undefined;
  return { text: argument.text, isType: false };
}

export interface Import {
  /** The imported file of this repository, or the module's name. */
  readonly target: string;
  readonly isType: boolean;
}

function resolveFrom(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const path = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '');
  const candidates = [path, `${path}.ts`, `${path}/index.ts`];
  return candidates.find((candidate) => /\.ts$/.test(candidate) && isFile(candidate)) ?? path;
}

function isFile(file: string): boolean {
  return existsSync(join(root, file));
}

export function visit(node: ts.Node, action: (node: ts.Node) => void): void {
  action(node);
  ts.forEachChild(node, (child) => visit(child, action));
}

const importCache = new Map<string, readonly Import[]>();

export function importsOf(file: string): readonly Import[] {
  const known = importCache.get(file) ?? readImports(file);
  importCache.set(file, known);
  return known;
}

function readImports(file: string): Import[] {
  const imports: Import[] = [];
  visit(parse(file), (node) => {
    const specifier = specifierOf(node);
    if (!specifier) return;
    imports.push({ target: resolveFrom(file, specifier.text), isType: specifier.isType });
  });
  return imports;
}
