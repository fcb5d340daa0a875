/** @file Loaded with `--import` by a program: other drivers then are not there, whoever asks for one. */
import module from 'node:module';

const OTHERS = /^(mysql|mysql2|mariadb)(\/|$)/;

const missing = (specifier) =>
  Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });

const resolveFilename = module._resolveFilename;
module._resolveFilename = function (specifier, ...rest) {
  if (OTHERS.test(specifier)) throw missing(specifier);
  return resolveFilename.call(this, specifier, ...rest);
};

const HOOKS = `
  const missing = ${missing};
  export async function resolve(specifier, context, next) {
    if (${OTHERS}.test(specifier)) throw missing(specifier);
    return next(specifier, context);
  }`;
module.register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
