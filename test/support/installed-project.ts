/** A project that npm itself installs, offline: from tarballs of this repository and its node_modules. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll, type Project, runIn } from './packed-package';
import { root } from './source-tree';

const installed = (name: string): string => join(root, 'node_modules', name);

/** What else there is to a dependency: a package of the test's own. */
export interface OwnPackage {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly main: string;
}

function writePackage(folder: string, { manifest, main }: OwnPackage): string {
  const place = join(folder, 'own', manifest.name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ ...manifest, main: 'index.js' }));
  writeFileSync(join(place, 'index.js'), main);
  return place;
}

/**
 * mysqldb, the package that mysql2 is aliased to under that name, `from` node_modules, and packages of the
 * test's own. `peers` are those that several of them name as optional: without a registry npm could not
 * compare what they ask for.
 */
export function installProject(
  from: readonly string[],
  own: readonly OwnPackage[],
  peers: readonly string[],
): Project {
  const folder = mkdtempSync(join(tmpdir(), 'mysqldb-installed-'));
  const ours = [root, join(root, 'packages', 'mysql2')];
  const places = own.map((each) => writePackage(folder, each));
  const below = ['node-gyp-build', 'node-addon-api', ...peers];
  const packed = packAll(folder, [...ours, ...places, ...[...from, ...below].map(installed)]);
  const tarballs = new Map(packed.map(({ name, filename }) => [name, filename]));
  const entry = (name: string): [string, string] => [
    name,
    `file:${join(folder, tarballs.get(name)!)}`,
  ];
  const names = ['mysqldb', ...from, ...own.map(({ manifest }) => manifest.name)];
  const manifest = {
    private: true,
    dependencies: {
      ...Object.fromEntries(names.map(entry)),
      mysql2: entry('mysqldb-mysql2')[1],
    },
    overrides: { ...Object.fromEntries(below.map(entry)), mysql2: '$mysql2' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  // A cache of its own, so that nothing that npm remembers helps.
  execFileSync('npm', ['install', ...flags, '--cache', join(folder, 'cache')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  symlinkSync(join(root, 'build'), join(folder, 'node_modules', 'mysqldb', 'build'));
  return {
    folder,
    packed: packed[0]!.files.map(({ path }) => path),
    run: (source, kind, env = {}) => runIn(folder, source, kind, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
