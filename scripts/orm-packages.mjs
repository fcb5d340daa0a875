// ORMs that are too large to be everybody's devDependencies: installed into build/orms/ by whoever first
// asks for them, in the versions that are tested.
//
//   node scripts/orm-packages.mjs mikro-orm                where it is, as JSON
//   node scripts/orm-packages.mjs prisma schema.prisma     and the client of that schema
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findNode22 } from './node-22.mjs';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../build/orms/', import.meta.url));

const MIKRO_ORM = '7.2.1';
const PACKAGES = {
  'mikro-orm': {
    '@mikro-orm/core': MIKRO_ORM,
    '@mikro-orm/mariadb': MIKRO_ORM,
    '@mikro-orm/mysql': MIKRO_ORM,
  },
  prisma: { prisma: '7.10.1', '@prisma/client': '7.10.0' },
};

/**
 * MikroORM, and the Node that it needs, which is newer than the driver's.
 * @returns {Promise<{ folder: string, node: string }>}
 */
export async function findMikroOrm() {
  return { folder: await install('mikro-orm'), node: await findNode22() };
}

/**
 * Prisma's client of a schema; Prisma's command makes it without any engine.
 * @param {string} schema the path of its file, whose name is that of no other schema
 * @returns {Promise<{ folder: string, node: string, client: string }>}
 */
export async function findPrismaClient(schema) {
  const folder = await install('prisma');
  const place = join(folder, basename(schema, '.prisma'));
  const copy = join(place, 'schema.prisma');
  const client = join(place, 'client');
  const made = { folder, node: execPath, client };
  const there = await readFile(join(client, 'schema.prisma'), 'utf8').catch(() => undefined);
  if (there === (await readFile(schema, 'utf8'))) return made;
  await mkdir(place, { recursive: true });
  await copyFile(schema, copy);
  const command = join(folder, 'node_modules', 'prisma', 'build', 'index.js');
  const engineless = { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
  await run(execPath, [command, 'generate', '--schema', copy, '--no-hints'], {
    cwd: folder,
    env: { ...env, ...engineless },
  });
  return made;
}

/** Makes a folder with the packages, unless it is there; gives its path. */
async function install(name) {
  const folder = join(ROOT, name);
  const versions = Object.entries(PACKAGES[name]);
  const found = await Promise.all(
    versions.map(([each]) => versionOf(join(folder, 'node_modules', each))),
  );
  if (versions.every(([, version], index) => version === found[index])) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  // Install scripts would fetch programs from elsewhere, which nothing here needs.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--save-exact'];
  const wanted = versions.map(([each, version]) => `${each}@${version}`);
  await run('npm', ['install', ...flags, ...wanted], { cwd: folder });
  return folder;
}

async function versionOf(folder) {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text).version;
}

const FINDERS = { 'mikro-orm': findMikroOrm, prisma: findPrismaClient };

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [name, schema] = argv.slice(2);
  console.log(JSON.stringify(await FINDERS[name](schema)));
}
