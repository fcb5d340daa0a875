// Where this machine gets Debian's packages from: its own apt configuration says so.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = '/etc/apt/sources.list.d';
const OFFICIAL = 'http://deb.debian.org/debian';

function sourceFiles() {
  const more = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => /\.(list|sources)$/.test(name))
        .map((name) => join(FOLDER, name))
    : [];
  return ['/etc/apt/sources.list', ...more].filter(existsSync);
}

/** The URIs of the main archive, in both forms that apt reads: `deb URI suite` and `URIs: URI`. */
export function debianMirror() {
  for (const file of sourceFiles()) {
    const text = readFileSync(file, 'utf8');
    const uris = [...text.matchAll(/^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+)/gm)];
    const mirror = uris
      .map(([, uri]) => uri.replace(/\/$/, ''))
      .find((uri) => /\/debian$/.test(uri));
    if (mirror) return mirror;
  }
  return OFFICIAL;
}
