import { types } from 'node:util';

/**
 * A value that cannot be a parameter. The message says what it is, by its type and never the value,
 * and follows the name of the parameter, which only {@link ParamEncoder} knows.
 */
export class Unencodable extends Error {
  /** Where inside the parameter, as it stands after the parameter's name. */
  place = '';

  constructor(
    problem: string,
    /** What to do, as a sentence. */
    readonly hint: string,
  ) {
    super(problem);
  }
}

const LONGEST_NAME = 40;

/** Names the type of a value for an error message, without running code of the value's class. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  if (types.isProxy(value)) return 'a Proxy';
  const name = className(value);
  return name === undefined || name === 'Object' ? 'a plain object' : `an instance of ${name}`;
}

function className(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof constructor !== 'function') return 'an unnamed class';
  const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name.slice(0, LONGEST_NAME) : 'an unnamed class';
}

/** The error for a value whose type has no meaning in SQL. */
export function unencodable(value: unknown): Unencodable {
  return new Unencodable(`is ${typeName(value)}, which is no SQL value`, advice(value));
}

/** The error for what an encoder of the user's returned. */
export function encoderResult(error: unknown): unknown {
  if (!(error instanceof Unencodable)) return error;
  return new Unencodable(`has an encoder whose result ${error.message}`, error.hint);
}

function advice(value: unknown): string {
  if (value === undefined) return 'Pass null for NULL.';
  if (typeof value === 'symbol' || typeof value === 'function')
    return 'Pass the value that it stands for.';
  if (types.isPromise(value)) return 'Await it first.';
  if (types.isBoxedPrimitive(value)) return 'Pass its valueOf().';
  if (isIterable(value)) return 'Pass an array of its values for IN (?), or json(array) as JSON.';
  return 'Pass the value that the column takes, or json(value) to send it as JSON.';
}

/** Maps, generators and the like. Of a Proxy that would run code. */
function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !types.isProxy(value) && Symbol.iterator in value
  );
}
