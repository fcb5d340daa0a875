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
  if (Number.isSafeInteger(value) && (value !== 0 || 1 / value > 0)) return `${value}`;
  return unusualNumber(value);
}

function unusualNumber(value: number): string {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : 'an infinite number';
    throw new Unencodable(`is ${name}, which MySQL cannot store`, 'Pass a finite number or null.');
  }
  if (value === 0) return '-0e0';
  if (Number.isInteger(value) && value >= -TWO_TO_63 && value < TWO_TO_64) {
    // Beyond 2^53 a number prints as its shortest digits and zeros, which is another integer.
    return BigInt(value).toString();
  }
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
