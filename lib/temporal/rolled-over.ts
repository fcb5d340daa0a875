const TEXT = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(\.\d{1,6})?)?$/;

/**
 * The wall-clock time that JavaScript's own Date makes of a text that is no point in time: 2023-02-30 is
 * the second of March. NaN for what has no month or no day.
 */
export function rolledOver(text: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] =
    TEXT.exec(text)
      ?.slice(1)
      .map((part) => Number(part ?? 0)) ?? [];
  if (month === 0 || day === 0) return NaN;
  // Date.UTC alone takes the years 0 to 99 for 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(fraction * 1000);
}
