/** @file Loaded with `--import` by a program: mysql2 then is not there, whoever asks for it. */
import module from 'node:module';

const isMysql2 = (specifier) => specifier === 'mysql2' || specifier.startsWith('mysql2/');
const missing = (specifier) =>
  Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });

const resolveFilename = module._resolveFilename;
module._resolveFilename = function (specifier, ...rest) {
  if (isMysql2(specifier)) throw missing(specifier);
  return resolveFilename.call(this, specifier, ...rest);
};

const HOOKS = `
  export async function resolve(specifier, context, next) {
    if (specifier === 'mysql2' || specifier.startsWith('mysql2/')) {
      throw Object.assign(new Error("Cannot find package '" + specifier + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
    }
    return next(specifier, context);
  }`;
module.register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
