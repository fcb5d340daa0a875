// Writes docs/api/ from the docstrings of what the package exports, one page an entry point.
//
//   node scripts/docs-api.mjs [--check]
//
// With --check nothing is written: it fails when the pages are not what the source says. Either way
// it fails when something exported has no docstring, or when a docstring is wrong of itself.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { Application, IntrinsicType, ReflectionKind } from 'typedoc';
import { MarkdownTheme, MarkdownThemeContext } from 'typedoc-plugin-markdown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'docs', 'api');

/** Longer tables are looked up in the editor, or in the source. */
const TABLE_ROWS = 100;

/** Titles of what has only one part, and of tables that were left out. */
const NEEDLESS_HEADING =
  /^#+ ((Get Signature|Constructor)\n\n|(Type )?Parameters\n+(?=#|\*\*\*|(?![^])))/gm;

/** The source of every entry point of the package. */
function entryPoints() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.values(exports)
    .flatMap(({ require }) => (require === undefined ? [] : [require.default]))
    .map((file) => join(root, file.replace('./dist/', 'lib/').replace(/\.js$/, '.ts')));
}

/** Says each thing once: the signature already tells types, and a class where its members come from. */
class BriefContext extends MarkdownThemeContext {
  constructor(...args) {
    super(...args);
    const { parametersTable, signatureReturns, typeParametersTable } = this.partials;
    const isSaid = ({ comment }) => comment !== undefined;
    Object.assign(this.partials, {
      inheritance: () => '',
      parametersTable: (list) => (list.some(isSaid) ? parametersTable(list) : ''),
      typeParametersTable: (list) => (list.some(isSaid) ? typeParametersTable(list) : ''),
      signatureReturns: (signature, options) =>
        signature.comment?.getTag('@returns') ? signatureReturns(signature, options) : '',
    });
  }
}

class BriefTheme extends MarkdownTheme {
  getRenderContext(page) {
    return new BriefContext(this, page, this.application.options);
  }
}

function bootstrap() {
  return Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entryPoints(),
    tsconfig: join(root, 'tsconfig.build.json'),
    name: 'API reference',
    readme: 'none',
    theme: 'brief',
    logLevel: 'Warn',
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    sort: ['static-first', 'source-order'],
    outputFileStrategy: 'modules',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hideGroupHeadings: true,
    useCodeBlocks: true,
    expandParameters: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: { hideInherited: true, hideOverrides: true, hideSources: true },
    typeDeclarationFormat: 'table',
    validation: { notDocumented: true },
  });
}

/** Members that a documented class or interface has too stand there. */
function dropInherited(project) {
  const inherited = project
    .getReflectionsByKind(ReflectionKind.ClassMember)
    .filter(({ inheritedFrom }) => inheritedFrom?.reflection !== undefined);
  for (const member of inherited) {
    const { parent } = member;
    project.removeReflection(member);
    for (const group of parent.groups ?? []) {
      group.children = group.children.filter((child) => child !== member);
    }
    parent.groups = parent.groups?.filter(({ children }) => children.length > 0);
  }
}

const isNumber = ({ type }) => typeof type.value === 'number' || type.name === 'number';

/** Tables of constants: the names are those of the C headers, and most say enough. */
function* constantTables(project) {
  for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) {
    const children = variable.type?.typeArguments?.[0]?.declaration?.children;
    if (children?.every(isNumber)) yield { variable, children };
  }
}

function trim(app, project) {
  dropInherited(project);
  const undocumented = [];
  for (const { variable, children } of [...constantTables(project)]) {
    if (children.length > TABLE_ROWS) {
      variable.type = new IntrinsicType('Readonly<Record<name, number>>');
      for (const child of [...children]) project.removeReflection(child);
    } else {
      undocumented.push(...children.filter(({ comment }) => !comment).map((c) => c.getFullName()));
    }
  }
  app.options.setValue('intentionallyNotDocumented', undocumented);
}

function pagesIn(path) {
  return readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.md'));
}

async function render(app, project) {
  const out = mkdtempSync(join(tmpdir(), 'mysqldb-api-'));
  try {
    await app.outputs.writeOutput({ name: 'markdown', path: out }, project);
    const options = await resolveConfig(join(folder, 'index.md'));
    return new Map(
      await Promise.all(
        pagesIn(out).map(async (name) => {
          const text = readFileSync(join(out, name), 'utf8').replaceAll(NEEDLESS_HEADING, '');
          return [name, await format(text, { ...options, parser: 'markdown' })];
        }),
      ),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The pages as they are now. */
function committed() {
  if (!existsSync(folder)) return new Map();
  return new Map(pagesIn(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

async function main(check) {
  const app = await bootstrap();
  app.renderer.defineTheme('brief', BriefTheme);
  const project = await app.convert();
  if (project === undefined) return 1;
  trim(app, project);
  app.validate(project);
  const pages = await render(app, project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) return 1;
  if (!check) {
    rmSync(folder, { recursive: true, force: true });
    for (const [name, text] of pages) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return 0;
  }
  if (isDeepStrictEqual(new Map([...committed()].sort()), new Map([...pages].sort()))) return 0;
  console.error('docs/api is not what the source says: run `npm run docs:api`.');
  return 1;
}

exit(await main(argv.includes('--check')));
