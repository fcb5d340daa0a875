/** Installs this package as npm would: packed to a tarball and unpacked into another project. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './source-tree';

export interface Project {
  readonly folder: string;
  /** The files of the tarball. */
  readonly packed: readonly string[];
  /** Runs a module of source text in the project; returns what it printed. */
  run(source: string, kind: 'mjs' | 'cjs', env?: Record<string, string>): string;
  remove(): void;
}

interface PackReport {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Makes tarballs of packages' folders; in the order of the folders. */
export function packAll(destination: string, folders: readonly string[]): readonly PackReport[] {
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...folders],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return JSON.parse(output) as PackReport[];
}

function unpack(tarball: string, packageFolder: string): void {
  mkdirSync(packageFolder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);
}

/** What an entry may need of what its user has. */
function peers(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    peerDependencies: object;
  };
  return Object.keys(manifest.peerDependencies);
}

/**
 * `addon: 'build'` gives the package the development build of the addon; with 'prebuild' it has
 * only what was packed.
 */
export function createProject(addon: 'build' | 'prebuild'): Project {
  const folder = mkdtempSync(join(tmpdir(), 'mysqldb-package-'));
  const modules = join(folder, 'node_modules');
  const [report] = packAll(folder, [root]);
  if (!report) throw new Error('npm pack reported nothing');
  unpack(join(folder, report.filename), join(modules, 'mysqldb'));
  for (const dependency of ['node-gyp-build', '@types', ...peers()]) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true });
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency));
  }
  if (addon === 'build') symlinkSync(join(root, 'build'), join(modules, 'mysqldb', 'build'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return {
    folder,
    packed: report.files.map(({ path }) => path),
    run: (source, kind, env = {}) => runIn(folder, source, kind, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function runIn(
  folder: string,
  source: string,
  kind: 'mjs' | 'cjs',
  env: Record<string, string>,
): string {
  const file = join(folder, `script.${kind}`);
  writeFileSync(file, source);
  return execFileSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
