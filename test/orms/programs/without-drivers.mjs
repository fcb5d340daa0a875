// Preloaded with `--import`: a program that comes to need another driver cannot go on.
import Module, { register } from 'node:module';

const OTHERS = /^(mysql|mysql2|mariadb)(\/|$)/;

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (OTHERS.test(request)) throw new Error(`${request} is not installed`);
  return resolveFilename.call(this, request, ...rest);
};

const hooks = `
  export function resolve(specifier, context, next) {
    if (${OTHERS}.test(specifier)) throw new Error(specifier + ' is not installed');
    return next(specifier, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
