/**
 * The watchdog: a small Node process between us and the server, so that no end of our process,
 * not even SIGKILL, leaves a server or a directory behind.
 *
 * It owns the directory and at most one program in it. Its only tie to us is the IPC channel, which
 * the kernel closes whenever our process ends; then, as on stop(), it ends the program and removes
 * the directory. It has a session of its own, so Ctrl-C in a terminal does not reach it, and the
 * program has a process group of its own, so that a shell script dies together with its children.
 *
 * A string, not a file or a function's text: it runs alike from dist/, from a bundle and under a
 * test runner that transforms or instruments the sources.
 */
export const watchdogScript = `'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { parent, killAfter } = JSON.parse(process.argv[1]);
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };
const windows = process.platform === 'win32';
let directory;
let log;
let program;
let ending = false;

function report(message) {
  if (process.connected) process.send(message, () => {});
}

function run({ command, args, uid, gid }) {
  const identity = uid === undefined ? {} : { uid, gid };
  // Its temporary files belong into the directory too.
  const env = { ...process.env, TMPDIR: directory };
  const stdio = ['ignore', 'pipe', 'pipe'];
  const started = spawn(command, args, {
    ...identity, env, stdio, cwd: directory, detached: !windows, windowsHide: true,
  });
  program = started;
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      fs.writeSync(log, text);
      report({ kind: 'log', text });
    });
  }
  started.on('error', (error) => report({ kind: 'failed', reason: error.message }));
  started.on('close', (code, signal) => {
    program = undefined;
    report({ kind: 'exited', reason: signal ? 'signal ' + signal : 'exit code ' + code });
  });
  if (started.pid) report({ kind: 'started', pid: started.pid });
}

function kill(signal) {
  if (!program || !program.pid) return;
  try {
    if (windows) program.kill(signal);
    else process.kill(-program.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function finish() {
  let code = 1;
  try {
    if (log !== undefined) fs.closeSync(log);
    if (directory !== undefined) fs.rmSync(directory, removal);
    code = 0;
  } finally {
    process.exit(code);
  }
}

function end() {
  if (ending) return;
  ending = true;
  if (!program) return finish();
  program.once('close', finish);
  kill('SIGTERM');
  setTimeout(kill, killAfter, 'SIGKILL');
}

process.title = 'mysqldb-watchdog';
process.on('uncaughtException', (error) => {
  report({ kind: 'failed', reason: error.message });
  end();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
process.on('disconnect', end);
process.on('message', run);

directory = fs.mkdtempSync(path.join(parent, 'mysqldb-'));
log = fs.openSync(path.join(directory, 'server.log'), 'a');
report({ kind: 'opened', directory });
`;
