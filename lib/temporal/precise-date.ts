/**
 * A Date that keeps the microseconds of a DATETIME or TIMESTAMP with 4 to 6 digits of fraction,
 * which a Date alone would lose. As a parameter it goes back to the server unchanged.
 */
export class PreciseDate extends Date {
  readonly #microsOfMilli: number;

  /**
   * @param time milliseconds since 1970-01-01 UTC
   * @param microsOfMilli 0 to 999, the microseconds beyond the millisecond
   */
  constructor(time: number, microsOfMilli = 0) {
    super(time);
    if (!Number.isInteger(microsOfMilli) || microsOfMilli < 0 || microsOfMilli > 999) {
      throw new RangeError(`microsOfMilli must be an integer from 0 to 999, got ${microsOfMilli}`);
    }
    this.#microsOfMilli = microsOfMilli;
  }

  /** The fraction of the second, 0 to 999999. */
  get microseconds(): number {
    return this.getUTCMilliseconds() * 1000 + this.#microsOfMilli;
  }

  /** `console.log` shows all six digits too. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `PreciseDate ${Number.isNaN(this.getTime()) ? 'Invalid Date' : this.toISOString()}`;
  }

  /** As Date's, with all six digits: `2024-01-02T03:04:05.123456Z`. */
  override toISOString(): string {
    const micros = String(this.#microsOfMilli).padStart(3, '0');
    return super.toISOString().replace('Z', `${micros}Z`);
  }
}
