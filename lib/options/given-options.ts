/**
 * The options of a call that may have none: then they are all left out. What is given is not replaced, also
 * when it is undefined: a variable that is not set must not lead to the server of this machine.
 */
export function optionsOf<T extends object>(given: readonly [options?: T | string | URL]) {
  return given.length === 0 ? ({} as T) : (given[0] as T | string | URL);
}

/** What to do about options that are undefined. */
export const UNDEFINED_HINT =
  'Is a variable not set? Leave the argument out to have the server of this machine.';
