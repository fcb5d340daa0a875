// Builds the C++ tests when they are stale, and runs them; some suites need a server, and a private
// one is started for it unless MYSQLDB_TEST_URL names one.
//
//   node scripts/native-tests.mjs [--sanitize address,undefined | thread] [suite...]
//   node scripts/native-tests.mjs --build    only builds, and prints where the program is

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { parseArgs } from 'node:util';
import { findClient } from './find-client.mjs';
import { root, run } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';
import { SetupError } from './setup/progress.mjs';
import { hashOf, hasStamp, writeStamp } from './setup/stamp.mjs';

const SOURCES = ['native', 'test/native', 'CMakeLists.txt', 'scripts/find-client.mjs'];
/** The suites that have something to say to the thread sanitizer. */
const THREADED = ['batch_queue', 'worker', 'socket_wait', 'tail_reader', 'killer'];
const SANITIZER_OPTIONS = {
  ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1',
};

async function build(sanitizer) {
  const name = sanitizer === '' ? 'plain' : sanitizer.replaceAll(',', '-');
  const folder = join('build', 'native-tests', name);
  const program = join(root, folder, 'test', 'native', 'native_tests');
  const hash = hashOf(SOURCES, [root, process.platform, process.arch, findClient(), sanitizer]);
  const stamp = `native-tests-${name}`;
  const isFresh = () => existsSync(program) && hasStamp(stamp, hash);
  if (isFresh()) return program;
  await withLock(async () => {
    if (isFresh()) return; // another process built it meanwhile
    const settings = [
      '-DMYSQLDB_TESTS=ON',
      '-DCMAKE_BUILD_TYPE=Release',
      '-DCMAKE_CXX_FLAGS_RELEASE=-O1',
      `-DMYSQLDB_SANITIZE=${sanitizer}`,
    ];
    await run('cmake', ['-S', '.', '-B', folder, '-G', 'Unix Makefiles', ...settings]);
    const jobs = ['--parallel', String(availableParallelism())];
    await run('cmake', ['--build', folder, '--target', 'native_tests', ...jobs]);
    writeStamp(stamp, hash);
  });
  return program;
}

/** The server that the tests use, and how to be done with it. */
async function findServer() {
  const given = process.env.MYSQLDB_TEST_URL;
  if (given) return { url: given, stop: async () => {} };
  const { startServer } = createRequire(import.meta.url)('../dist/testing');
  return startServer();
}

function environmentFor({ url }) {
  const { hostname, port, username, password } = new URL(url);
  return {
    NATIVE_TEST_HOST: hostname,
    NATIVE_TEST_PORT: port || '3306',
    NATIVE_TEST_USER: decodeURIComponent(username),
    NATIVE_TEST_PASSWORD: decodeURIComponent(password),
  };
}

/** The exit code: that of the program, 1 when a signal ended it. */
async function runTests(program, suites) {
  const server = await findServer();
  try {
    const env = { ...process.env, ...SANITIZER_OPTIONS, ...environmentFor(server) };
    const child = spawn(program, suites, { env, stdio: 'inherit' });
    const [code, signal] = await once(child, 'exit');
    if (signal) console.error(`The tests were ended by ${signal}.`);
    return code ?? 1;
  } finally {
    await server.stop();
  }
}

function readArguments() {
  const options = {
    sanitize: { type: 'string', default: '' },
    build: { type: 'boolean', default: false },
  };
  const { values, positionals } = parseArgs({
    args: argv.slice(2),
    options,
    allowPositionals: true,
  });
  const isThread = values.sanitize === 'thread' && positionals.length === 0;
  return { ...values, suites: isThread ? THREADED : positionals };
}

try {
  const { sanitize, build: onlyBuild, suites } = readArguments();
  const program = await build(sanitize);
  if (onlyBuild) console.log(program);
  else exit(await runTests(program, suites));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  exit(1);
}
