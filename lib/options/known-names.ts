import type { InterfaceError } from '../errors';
import { nearest } from './nearest';
import { optionError } from './option-error';

/** What other drivers call an option of ours that its name is not near to. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  db: 'database',
  schema: 'database',
  passwd: 'password',
  pwd: 'password',
  username: 'user',
  hostname: 'host',
  server: 'host',
  socket: 'unixSocket',
  socketpath: 'unixSocket',
  timeout: 'connectTimeout',
  flags: 'clientFlag',
  cursorclass: 'cursorClass',
  typecast: 'conv',
  bignumberstrings: 'bigint',
  supportbignumbers: 'bigint',
  decimalnumbers: 'decimal',
  datestrings: 'dates',
  multiplestatements: 'multiStatements',
  sslca: 'ssl',
  sslcert: 'ssl',
  sslkey: 'ssl',
  tls: 'ssl',
  defaultauth: 'authPlugin',
  program: 'connectAttributes',
  localaddress: 'bindAddress',
};

/** The error for a name that is none of the known ones; `what` is as 'connect option'. */
export function unknownName(what: string, name: string, known: readonly string[]): InterfaceError {
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  const other = Object.hasOwn(OTHER_NAMES, plain) ? OTHER_NAMES[plain]! : '';
  const meant =
    known.find((candidate) => candidate.toLowerCase() === plain) ??
    (known.includes(other) ? other : nearest(name, known));
  const suggestion = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return optionError(
    `There is no ${what} ${name}.${suggestion}`,
    `The options are ${known.join(', ')}.`,
  );
}

/** Refuses the names that are not known. */
export function checkNames(what: string, value: object, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) throw unknownName(what, name, known);
  }
}
