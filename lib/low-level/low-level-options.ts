import type { ConnectOptions } from '../options/connect-options';
import { parseUrl } from '../options/parse-url';
import { resolveOptions } from '../options/resolve-options';
import type { ResolvedOptions } from '../options/resolved-options';

/** Checks the options; autocommit stays as the server has it unless they name it. */
export function lowLevelOptions(options: ConnectOptions | string | URL): ResolvedOptions {
  const given: unknown =
    typeof options === 'string' || options instanceof URL ? parseUrl(String(options)) : options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return resolveOptions(given as ConnectOptions);
  }
  const { autocommit = null } = given as ConnectOptions;
  return resolveOptions({ ...given, autocommit });
}
