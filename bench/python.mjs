// Where the Python is that has mysqlclient: a version manager's may hide the system's.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAMS = ['python3', '/usr/bin/python3'];

/** @returns {Promise<string>} */
export async function findPython() {
  for (const program of PROGRAMS) {
    const answer = await run(program, ['-c', 'import MySQLdb']).catch(() => undefined);
    if (answer) return program;
  }
  throw new Error("no Python has mysqlclient (Debian's package is python3-mysqldb)");
}
