/** @file Offsets from UTC, for people. */

/** @param {number} seconds 20700 becomes +05:45 */
export function offsetText(seconds) {
  const [hours, minutes, rest] = [3600, 60, 1].map((unit, index) =>
    Math.floor((Math.abs(seconds) % [Infinity, 3600, 60][index]) / unit),
  );
  const parts = rest === 0 ? [hours, minutes] : [hours, minutes, rest];
  return (seconds < 0 ? '-' : '+') + parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** @param {Date | null} date to the minute, in UTC */
export const minuteText = (date) =>
  date === null ? '-' : date.toISOString().slice(0, 16).replace('T', ' ');
