/**
 * ORMs that are too large to be everybody's devDependencies: installed into build/orms/ by the first test
 * that needs them, in the versions that the test names.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './source-tree';

export const run = promisify(execFile);

/** Makes a folder with the packages, unless it is there; returns its path. */
export async function installPackages(
  name: string,
  versions: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = join(root, 'build', 'orms', name);
  if (await isInstalled(folder, versions)) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  // Install scripts would fetch programs from elsewhere, which no test needs.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  await run('npm', ['install', ...flags, ...packages], { cwd: folder });
  return folder;
}

async function isInstalled(
  folder: string,
  versions: Readonly<Record<string, string>>,
): Promise<boolean> {
  const found = await Promise.all(
    Object.keys(versions).map((name) => versionOf(join(folder, 'node_modules', name))),
  );
  return Object.values(versions).every((version, index) => version === found[index]);
}

async function versionOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { version?: string }).version;
}
