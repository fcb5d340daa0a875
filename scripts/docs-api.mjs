// Writes docs/api/, the reference, from the comments in lib/: one page for each entry point that
// package.json exports. `--check` only tells whether the pages are what the comments give.

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
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { Application, Converter, IntrinsicType, ReferenceType, ReflectionKind } from 'typedoc';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'api');

/** Longer tables of names, the error numbers, are looked up in an editor and not read on a page. */
const LONGEST_TABLE = 60;

/** The source files of the entry points, with the names that users import. */
function entryPoints() {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => target.import !== undefined)
    .map(([path, target]) => ({
      name: name + path.slice(1),
      file: target.import.types.replace(/^\.\/dist\/(.*)\.d\.mts$/, 'lib/$1.ts'),
    }));
}

/** A plugin of TypeDoc: names the pages as users import them, and leaves out what is no news to them. */
function simplify(app, entries) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) {
      const table = variable.type?.typeArguments?.[0]?.declaration;
      if (!(table?.children?.length > LONGEST_TABLE)) continue;
      project.removeReflection(table);
      const record = ReferenceType.createBrokenReference('Record', project, 'typescript');
      record.typeArguments = [new IntrinsicType('string'), new IntrinsicType('number')];
      variable.type.typeArguments = [record];
    }
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const module of project.children) {
      const path = `lib/${module.name}`;
      module.name = entries.find(({ file }) =>
        [`${path}.ts`, `${path}/index.ts`].includes(file),
      ).name;
    }
    // Which of our base classes has a member is of no use to users.
    for (const reflection of Object.values(project.reflections)) {
      for (const origin of ['inheritedFrom', 'overwrites', 'implementationOf'])
        delete reflection[origin];
    }
  });
}

async function generate(out) {
  const entries = entryPoints();
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown', (app) => simplify(app, entries)],
    entryPoints: entries.map(({ file }) => join(root, file)),
    basePath: join(root, 'lib'),
    out,
    tsconfig: join(root, 'tsconfig.build.json'),
    name: 'API reference',
    readme: 'none',
    router: 'module',
    logLevel: 'Warn',
    skipErrorChecking: true, // `npm run typecheck` does that
    // Of types that nobody has to write down, such as what `json()` returns, the name is enough.
    validation: { notExported: false },
    disableSources: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeInternal: true,
    excludeExternals: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    typeDeclarationVisibility: 'compact',
    tableColumnSettings: { hideModifiers: true, hideInherited: true },
  });
  const project = await app.convert();
  if (project !== undefined) await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('The reference has mistakes: see above');
}

/** The pages by their file names, formatted as everything else is. */
async function pages() {
  const out = mkdtempSync(join(tmpdir(), 'mysqldb-docs-api-'));
  try {
    await generate(out);
    const config = await resolveConfig(join(folder, 'README.md'));
    const made = new Map();
    for (const name of readdirSync(out, { recursive: true }).filter((n) => n.endsWith('.md'))) {
      const text = readFileSync(join(out, name), 'utf8');
      made.set(name, await format(text, { ...config, parser: 'markdown' }));
    }
    return made;
  } finally {
    rmSync(out, { recursive: true });
  }
}

function written() {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function write(made) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of made) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function check(made) {
  const there = written();
  const names = new Set([...made.keys(), ...there.keys()]);
  const stale = [...names].filter((name) => made.get(name) !== there.get(name));
  if (stale.length === 0) return;
  console.error(`Not what lib/ says: ${stale.map((name) => `docs/api/${name}`).join(', ')}`);
  console.error('Write them anew: npm run docs:api');
  process.exitCode = 1;
}

const made = await pages();
if (process.argv.includes('--check')) check(made);
else write(made);
