import { HttpError } from './errors.mjs';

const MAX_ID = 2 ** 31 - 1;

const isCount = (value) => Number.isInteger(value) && value >= 0 && value <= 1_000_000;
const isText = (length) => (value) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= length;

const PRODUCT = {
  sku: [isText(20), 'up to 20 characters'],
  name: [isText(100), 'up to 100 characters'],
  // As text: a number is no exact amount.
  price: [(value) => /^\d{1,8}\.\d\d$/.test(value), 'text such as "9.90"'],
  stock: [isCount, 'a number from 0'],
};

/** The fields of a product that are given and right; with `all` none may be missing. */
export function productOf(body, { all }) {
  return check(PRODUCT, body, all);
}

const isLine = (line) => isId(line?.productId) && isCount(line.quantity) && line.quantity > 0;
const isLines = (lines) =>
  Array.isArray(lines) &&
  lines.length > 0 &&
  lines.every(isLine) &&
  new Set(lines.map(({ productId }) => productId)).size === lines.length;

const ORDER = {
  customer: [isText(100), 'up to 100 characters'],
  lines: [isLines, 'a list of { productId, quantity }, each product once'],
};

export function orderOf(body) {
  return check(ORDER, body, true);
}

/** The number in a path; what is none names nothing. */
export function idOf({ params }) {
  const id = Number(params.id);
  if (!isId(id)) throw new HttpError(404, 'There is nothing here');
  return id;
}

function isId(value) {
  return Number.isInteger(value) && value > 0 && value <= MAX_ID;
}

function check(rules, body, all) {
  const given = Object.keys(rules).filter((name) => all || body?.[name] !== undefined);
  const wrong = given.filter((name) => !rules[name][0](body?.[name]));
  if (wrong.length > 0 || given.length === 0) {
    const fields = Object.fromEntries(wrong.map((name) => [name, `must be ${rules[name][1]}`]));
    throw new HttpError(400, 'The input is wrong', fields);
  }
  return Object.fromEntries(given.map((name) => [name, body[name]]));
}
