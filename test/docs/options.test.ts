/** Holds docs/options.md and the docstrings of the options complete. */
import * as ts from 'typescript';
import { FILE_KEYS } from '../../lib/options/option-file-keys';
import { OPTION_NAMES } from '../../lib/options/option-checks';
import { OPTION_DEFAULTS } from '../../lib/options/option-defaults';
import { SSL_NAMES } from '../../lib/options/ssl';
import { POOL_DEFAULTS } from '../../lib/pool/pool-options';
import { filesUnder, parse, readSource, visit } from '../support/source-tree';

/** The rows of all tables, by the first cell's name. */
const rows = new Map<string, string[][]>();
for (const line of readSource('docs/options.md').split('\n')) {
  const cells = line.split('|').slice(1, -1);
  const [, name] = /^`([\w-]+)`$/.exec(cells[0]?.trim() ?? '') ?? [];
  if (name === undefined) continue;
  rows.set(name, [...(rows.get(name) ?? []), cells.map((cell) => cell.trim())]);
}
const optionRow = (name: string) => rows.get(name)?.find((cells) => cells.length === 5);

test.each([...OPTION_NAMES])('the option %s is in a table with five columns filled', (name) => {
  expect(optionRow(name)).toEqual(Array.from({ length: 5 }, () => expect.stringMatching(/./)));
});

test.each(Object.entries(OPTION_DEFAULTS))(
  'the default of %s is the one that holds',
  (name, value) => {
    const stated = optionRow(name)![2]!;
    const shown = /^`(.*)`$/.exec(stated)?.[1];
    if (typeof value !== 'object' && typeof value !== 'undefined')
      expect(shown).toBe(String(value));
    else if (name === 'cursorClass') expect(shown).toBe((value as { name: string }).name);
    else if (shown !== undefined) expect(JSON.parse(shown)).toEqual(value);
    else expect(stated).toMatch(/^(none|the client's|the server's|the system's|system user)$/);
  },
);

test.each(Object.entries(POOL_DEFAULTS))('the option %s of pools is in a table', (name, value) => {
  const row = rows.get(name)?.find((cells) => cells.length === 4);
  expect(row?.[2]).toBe(value === undefined ? 'see there' : `\`${value}\``);
});

test.each(SSL_NAMES)('the member %s of ssl is in a table', (name) => {
  expect(rows.get(name)?.some((cells) => cells.length === 4)).toBe(true);
});

test.each(Object.entries(FILE_KEYS))(
  'the key %s of option files is in a table',
  (key, { option }) => {
    const row = rows.get(key)?.find((cells) => cells.length === 3);
    expect(row?.[1]).toBe(`\`${option === 'verifyServerCert' ? 'sslMode' : option}\``);
  },
);

test('every table names only what there is', () => {
  const modes = ['sslMode', 'DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'];
  const pools = Object.keys(POOL_DEFAULTS);
  const known = [...OPTION_NAMES, ...SSL_NAMES, ...Object.keys(FILE_KEYS), ...modes, ...pools];
  expect([...rows.keys()].filter((name) => !known.includes(name))).toEqual([]);
});

test('every option has a docstring', () => {
  const bare: string[] = [];
  let count = 0;
  for (const file of filesUnder('lib/options').filter((path) => path.endsWith('-options.ts'))) {
    visit(parse(file), (node) => {
      if (!ts.isPropertySignature(node) || !ts.isInterfaceDeclaration(node.parent)) return;
      if (!/^(Server|Security|Session|Value|Ssl|Host)Options$/.test(node.parent.name.text)) return;
      count++;
      if (ts.getJSDocCommentsAndTags(node).length === 0) bare.push(node.name.getText());
    });
  }
  expect(bare).toEqual([]);
  expect(count).toBe(OPTION_NAMES.length + SSL_NAMES.length + 3);
});
