import { Unencodable } from './encode-error';

const TWO_TO_63 = 2 ** 63;
const TWO_TO_64 = 2 ** 64;
/** The digits of the longest DECIMAL; of a longer literal the servers silently keep so many. */
const EXACT_DIGITS = 65;

/**
 * A number as an integer literal when an integer column could hold it, else as a DOUBLE literal,
 * which always has an exponent: `1.1` alone would be a DECIMAL, and other arithmetic.
 */
export function numberLiteral(value: number): string {
  if (isPlainInteger(value)) return `${value}`;
  return unusualNumber(value);
}

/** Whether a number is an integer that its digits say exactly; -0 is none, it would lose its sign. */
export function isPlainInteger(value: number): boolean {
  return Number.isSafeInteger(value) && (value !== 0 || 1 / value > 0);
}

/** Whether an integer column could hold a number that is no plain integer. */
export function isLargeInteger(value: number): boolean {
  return value !== 0 && Number.isInteger(value) && value >= -TWO_TO_63 && value < TWO_TO_64;
}

/** Throws for what is no number to MySQL. */
export function checkFinite(value: number): void {
  if (Number.isFinite(value)) return;
  const name = Number.isNaN(value) ? 'NaN' : 'an infinite number';
  throw new Unencodable(`is ${name}, which MySQL cannot store`, 'Pass a finite number or null.');
}

function unusualNumber(value: number): string {
  checkFinite(value);
  if (value === 0) return '-0e0';
  // Beyond 2^53 a number prints as its shortest digits and zeros, which is another integer.
  if (isLargeInteger(value)) return BigInt(value).toString();
  const text = `${value}`;
  return text.includes('e') ? text : `${text}e0`;
}

/** A bigint as its digits. */
export function bigintLiteral(value: bigint): string {
  const text = value.toString();
  if (text.length <= EXACT_DIGITS) return text;
  const digits = value < 0n ? text.length - 1 : text.length;
  if (digits <= EXACT_DIGITS) return text;
  throw new Unencodable(
    `is a bigint of ${digits} digits, and MySQL's numbers end at ${EXACT_DIGITS}`,
    'Pass it as a string.',
  );
}
