/**
 * @file Writes timezones.tsv from the time zone database of this system:
 *
 *     node examples/data/make.mjs
 */

import { writeFileSync } from 'node:fs';
import { formatCompact } from '../demo/timezones/compact-file.mjs';
import { findDirectory, readDirectory } from '../demo/timezones/directory.mjs';

const directory = findDirectory();
if (directory === undefined)
  throw new Error('This system has no time zone database: install tzdata.');
const timeZones = readDirectory(directory);

const header = `# The IANA time zone database, version ${timeZones.version || 'unknown'}, in the public domain.
# Source: https://www.iana.org/time-zones, as compiled in ${directory}.
# Made by examples/data/make.mjs; the format is in examples/demo/timezones/compact-file.mjs.
`;

writeFileSync(new URL('timezones.tsv', import.meta.url), header + formatCompact(timeZones));
