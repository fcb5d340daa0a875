/**
 * @file docs/errors.md lists what lib/constants says of each error. After a change there:
 * `UPDATE_DOCS=1 npx jest test/docs/errors-table.test.ts`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_GROUPS } from '../../lib/constants/error-kinds';
import { errorName } from '../../lib/constants/error-names';
import { FATAL, RETRYABLE } from '../../lib/constants/error-table';
import { MARIADB_ER, MYSQL_ER } from '../../lib/constants/server-errors';
import { filesUnder, readSource } from '../support/source-tree';

const path = join(__dirname, '../../docs/errors.md');

const PARTS = [
  ['shared', 'On both servers, and of the client libraries'],
  ['mariadb', 'On MariaDB'],
  ['mysql', 'On MySQL'],
] as const;
type Part = (typeof PARTS)[number][0];

/** A renamed error has two names. */
function names(errno: number, part: Part): string {
  const flavors = part === 'shared' ? (['mariadb', 'mysql'] as const) : [part];
  const all = new Set(flavors.map((flavor) => `\`${errorName(errno, flavor)}\``));
  return `${[...all].join(' or ')} ${errno}`;
}

function list(errnos: readonly number[], part: Part): string {
  return [...errnos]
    .sort((a, b) => a - b)
    .map((errno) => names(errno, part))
    .join(', ');
}

function classes(): string {
  return PARTS.map(([part, title]) => {
    const groups = KIND_GROUPS[part].map(
      ({ kind, what, errnos }) => `- \`${kind}\`, ${what}: ${list(errnos, part)}.`,
    );
    return `### ${title}\n\n${groups.join('\n')}`;
  }).join('\n\n');
}

function flagged(errnos: Readonly<Record<Part, readonly number[]>>): string {
  return PARTS.map(([part, title]) => `- ${title}: ${list(errnos[part], part)}.`).join('\n');
}

function twoNumbers(): string {
  const rows = Object.entries(MARIADB_ER).map(
    ([name, errno]) =>
      `- \`${name}\`: ${errno} on MariaDB, ${MYSQL_ER[name as keyof typeof MYSQL_ER]} on MySQL.`,
  );
  return rows.join('\n');
}

const GENERATED = {
  classes: classes(),
  fatal: flagged(FATAL),
  retryable: flagged(RETRYABLE),
  numbers: twoNumbers(),
};

test.each(Object.entries(GENERATED))('the list of %s is what the code has', (name, text) => {
  const docs = readFileSync(path, 'utf8');
  const between = new RegExp(`(<!-- ${name}: .*? -->\n)(.*?)(<!-- end of ${name} -->)`, 's');
  const wanted = `\n${text}\n\n`;
  if (process.env['UPDATE_DOCS']) {
    writeFileSync(
      path,
      docs.replace(between, (_all, begin, _old, end) => begin + wanted + end),
    );
  } else expect(between.exec(docs)?.[2]).toBe(wanted);
});

test("the driver's own codes are all explained", () => {
  const code = /ERR_MYSQLDB_[A-Z_]+/g;
  const docs = new Set(readFileSync(path, 'utf8').match(code));
  const used = new Set(filesUnder('lib').flatMap((file) => readSource(file).match(code) ?? []));
  expect([...docs].sort()).toEqual([...used].sort());
});
