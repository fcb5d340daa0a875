// Preloaded with `--import`: whoever imports mysql2 gets what MYSQL2 names, a module's path. Without it,
// a module that can be imported but not used.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const UNUSABLE = `
  const fail = () => { throw new Error('mysql2 is not installed'); };
  export { fail as createConnection, fail as createPool };`;

const { MYSQL2 } = process.env;
const url = MYSQL2
  ? pathToFileURL(MYSQL2).href
  : `data:text/javascript,${encodeURIComponent(UNUSABLE)}`;

const hooks = `
  export const resolve = (specifier, context, next) =>
    specifier === 'mysql2' ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
