/** Holds the layout of docs/architecture.md: who may know whom, what stands where, how large it is. */
import * as ts from 'typescript';
import { codeOf, cppFunctions, typescriptFunctions } from './support/function-sizes';
import {
  filesUnder,
  importsOf,
  isGenerated,
  type Import,
  readSource,
  visit,
} from './support/source-tree';

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 60;

/** What an action is made of; each of these is used by itself and knows no connection. */
const PARTS = ['constants', 'native', 'errors', 'sql', 'temporal', 'convert', 'rows'];

/** The layers of lib, lowest first, with the layers that each may import beside itself. */
const LAYERS: Record<string, readonly string[]> = {
  constants: [],
  native: [],
  errors: ['constants', 'native'],
  sql: ['constants', 'errors'],
  temporal: ['constants', 'errors'],
  convert: ['constants', 'errors', 'native', 'sql', 'temporal'],
  rows: ['constants', 'errors', 'native', 'convert', 'temporal'],
  'cursor-kinds': ['rows'],
  description: ['constants', 'rows'],
  fifo: [],
  'turn-queue': ['fifo'],
  options: [...PARTS, 'cursor-kinds'],
  diagnostics: [...PARTS, 'options'],
  operations: [...PARTS, 'cursor-kinds', 'options', 'diagnostics', 'fifo'],
  cancel: [...PARTS, 'options', 'operations'],
  api: [
    ...PARTS,
    ...['cursor-kinds', 'description', 'options', 'diagnostics', 'operations', 'cancel'],
    ...['turn-queue', 'sync'],
  ],
  sync: [...PARTS, 'cursor-kinds', 'options', 'diagnostics', 'operations', 'cancel', 'api'],
  pool: [
    ...['constants', 'errors', 'sql', 'cursor-kinds', 'options', 'diagnostics', 'operations'],
    ...['cancel', 'api'],
  ],
  index: [
    ...PARTS,
    ...['cursor-kinds', 'description', 'options', 'diagnostics', 'api', 'sync', 'pool'],
  ],
  'low-level': [...PARTS, 'description', 'options', 'operations', 'turn-queue'],
  testing: ['index'],
  mysql2: ['index', 'fifo'],
  adapters: ['index', 'mysql2'],
};

/** Files beside lib/index.ts that belong to another file's layer. */
const SPLIT_OFF: Record<string, string> = { 'argument-error': 'errors' };

/** What C++ code must not say, and where it may all the same. Comments and strings do not count. */
const CPP_RULES = [
  {
    name: 'native/core knows neither Node nor the binding',
    in: /^native\/core\//,
    forbidden: /#include\s*[<"](napi|node_api|js_native_api|uv|node|v8|binding\/)/,
  },
  {
    name: 'napi.h is included in one place, so that its settings cannot differ',
    in: /^native\//,
    forbidden: /#include\s*[<"](napi|node_api)\.h/,
    except: /^native\/binding\/napi_setup\.h$/,
  },
  {
    name: 'the client headers and their flavours are known in client.h only',
    in: /^native\//,
    forbidden: /\b(MARIADB_[A-Z_]*VERSION\w*|MYSQL_VERSION_ID|LIBMARIADB)\b|#include\s*<mysql/,
    except: /^native\/core\/client(_\w+)?\.(h|cc)$/,
  },
  {
    name: 'memory has an owner: no naked new, delete, malloc or free',
    in: /^native\//,
    forbidden: /\bnew\s+[\w:(]|(?<!=\s*)\bdelete\b|\b(malloc|calloc|realloc|free)\s*\(/,
  },
  {
    name: 'no using namespace',
    in: /^native\//,
    forbidden: /\busing\s+namespace\b/,
  },
  {
    name: 'no macros but settings of included headers',
    in: /^native\//,
    forbidden: /#\s*define\b/,
    except: /^native\/(core\/client(_\w+)?|binding\/napi_setup)\.h$/,
  },
];

const VAGUE_NAMES = /^(utils?|helpers?|common|misc|shared|stuff)(\.|$)/i;

const libFiles = filesUnder('lib').filter((file) => /(?<!\.d)\.ts$/.test(file));
const testFiles = filesUnder('test').filter((file) => file.endsWith('.ts'));
const cppFiles = filesUnder('native').filter((file) => /\.(cc|h)$/.test(file));
const scriptFiles = ['scripts', 'bench', 'examples']
  .flatMap(filesUnder)
  .filter((file) => /\.(c|cc|h|[cm]?js|ts)$/.test(file));
const handWritten = [...libFiles, ...testFiles, ...cppFiles, ...scriptFiles].filter(
  (file) => !isGenerated(file),
);

/** lib/rows/x.ts is of layer rows, lib/errors.ts of errors, and lib/connection.ts of api. */
function layerOf(file: string): string {
  const [, first = ''] = file.split('/');
  const name = first.replace(/\.ts$/, '');
  if (name in LAYERS) return name;
  return SPLIT_OFF[name] ?? 'api';
}

function lines(file: string): number {
  return readSource(file).trimEnd().split('\n').length;
}

function importsWithinLib(file: string): Import[] {
  return importsOf(file).filter(({ target }) => target.startsWith('lib/'));
}

/** The first circle found over imports that exist at run time. */
function findCycle(files: readonly string[]): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    const targets = importsWithinLib(file).filter(({ isType }) => !isType);
    const cycles = targets.map(({ target }) => follow(target, [...path, file]));
    done.add(file);
    return cycles.find(Boolean);
  };
  return files.map((file) => follow(file, [])).find(Boolean);
}

describe('lib', () => {
  test.each(Object.keys(LAYERS))('%s imports only layers below it', (layer) => {
    const allowed = [layer, ...(LAYERS[layer] ?? [])];
    const violations = libFiles
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) => importsWithinLib(file).map(({ target }) => ({ file, target })))
      .filter(({ target }) => !allowed.includes(layerOf(target)))
      .map(({ file, target }) => `${file} -> ${target}`);
    expect(violations).toEqual([]);
  });

  test('every folder is a layer', () => {
    const folders = libFiles.filter((file) => file.split('/').length > 2).map(layerOf);
    expect(folders).not.toContain('api');
  });

  test('no file imports itself in a circle at run time', () => {
    expect(findCycle(libFiles)).toBeUndefined();
  });

  test('the addon is loaded in one file', () => {
    const loaders = libFiles.filter((file) =>
      importsOf(file).some(({ target }) => target === 'node-gyp-build' || target.endsWith('.node')),
    );
    expect(loaders).toEqual(['lib/native/load.ts']);
  });

  test('imports no package but the runtime and peer dependencies', () => {
    const manifest = JSON.parse(readSource('package.json')) as Record<string, object>;
    const allowed = { ...manifest['dependencies'], ...manifest['peerDependencies'] };
    const packages = libFiles
      .flatMap((file) => importsOf(file).map(({ target }) => target))
      .filter((target) => !target.startsWith('lib/') && !target.startsWith('node:'))
      .map((target) => /^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target);
    expect(packages.filter((name) => !(name in allowed))).toEqual([]);
  });

  test('declares nothing as any, by inference neither', () => {
    expect(declaredAny()).toEqual([]);
  });
});

/** Looks at the declarations that users get, where inferred types are written out. */
function declaredAny(): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.build.json',
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const program = ts.createProgram(config?.fileNames ?? [], {
    ...config?.options,
    declaration: true,
    emitDeclarationOnly: true,
    sourceMap: false,
  });
  const found: string[] = [];
  program.emit(undefined, (file, text) => {
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file}: ${node.parent.getText()}`);
    });
  });
  return found;
}

describe('native', () => {
  test.each(CPP_RULES)('$name', ({ in: folder, forbidden, except }) => {
    const violations = cppFiles
      .filter((file) => folder.test(file) && !except?.test(file))
      .flatMap((file) => matchingLines(file, forbidden));
    expect(violations).toEqual([]);
  });

  test('sources.txt lists every source file once, and nothing else', () => {
    const listed = readSource('native/sources.txt')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter(Boolean);
    expect([...listed].sort()).toEqual(cppFiles.filter((file) => file.endsWith('.cc')));
  });
});

/** Includes keep their names: only quotes of other lines are blanked. */
function matchingLines(file: string, pattern: RegExp): string[] {
  const original = readSource(file).split('\n');
  return codeOf(file)
    .split('\n')
    .map((line, index) => (/^\s*#\s*include/.test(line) ? (original[index] ?? '') : line))
    .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

describe('size and names', () => {
  test(`no file is longer than ${MAX_FILE_LINES} lines`, () => {
    const long = handWritten.filter((file) => lines(file) > MAX_FILE_LINES);
    expect(long.map((file) => `${file}: ${lines(file)}`)).toEqual([]);
  });

  test(`no function is longer than ${MAX_FUNCTION_LINES} lines`, () => {
    const sizes = handWritten.flatMap((file) => {
      if (/\.(c|cc|h)$/.test(file)) return cppFunctions(file);
      return testFiles.includes(file) ? [] : typescriptFunctions(file);
    });
    expect(sizes.filter((size) => size.lines > MAX_FUNCTION_LINES)).toEqual([]);
  });

  test('C++ functions are seen by the measure', () => {
    const functions = cppFiles.filter((file) => file.endsWith('.cc')).flatMap(cppFunctions);
    expect(functions.length).toBeGreaterThan(cppFiles.length);
  });

  test('every name says what is inside', () => {
    const vague = handWritten.filter((file) =>
      file.split('/').some((part) => VAGUE_NAMES.test(part)),
    );
    expect(vague).toEqual([]);
  });

  test('every file of test/ is a test that jest finds, or serves one', () => {
    const served = testFiles.flatMap((file) => importsOf(file).map(({ target }) => target));
    const idle = testFiles.filter((file) => !file.endsWith('.test.ts') && !served.includes(file));
    // jest.config.js names these two.
    expect(idle).toEqual(['test/support/global-setup.ts', 'test/support/global-teardown.ts']);
  });
});
