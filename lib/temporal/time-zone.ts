/**
 * Wall-clock times to instants and back. A wall-clock time is a number too: the milliseconds since
 * 1970-01-01 as if it were UTC. That is how C++ packs dates, because only JavaScript knows the zones.
 */
export interface TimeZone {
  /** The instant of a wall-clock time. In a gap the offset before it counts, in a fold the first. */
  toUtc(wall: number): number;
  /** What the clocks show at an instant. */
  toWall(utc: number): number;
}

const DAY = 86_400_000;
const FIXED_OFFSET = /^([+-])([01]\d|2[0-3]):?([0-5]\d)$/;
/** Days whose offset is remembered; enough for results that span several decades. */
const REMEMBERED_DAYS = 16_384;

class FixedOffset implements TimeZone {
  constructor(readonly offset: number) {}
  toUtc(wall: number): number {
    return wall - this.offset;
  }
  toWall(utc: number): number {
    return utc + this.offset;
  }
}

/** A zone whose offset changes: remembers the offset of whole days, on which nearly all times lie. */
class ChangingOffset implements TimeZone {
  readonly #offsetAt: (utc: number) => number;
  readonly #dayOffsets = new Map<number, number>();
  #lastDay = NaN;
  #lastOffset = NaN;

  constructor(offsetAt: (utc: number) => number) {
    this.#offsetAt = offsetAt;
  }

  toWall(utc: number): number {
    return utc + this.#offsetAt(utc);
  }

  toUtc(wall: number): number {
    const day = Math.floor(wall / DAY);
    const offset = day === this.#lastDay ? this.#lastOffset : this.#offsetOfDay(day);
    return Number.isNaN(offset) ? this.#search(wall) : wall - offset;
  }

  /** The one offset of a day, NaN for a day on which it changes. */
  #offsetOfDay(day: number): number {
    let offset = this.#dayOffsets.get(day);
    if (offset === undefined) {
      const first = day * DAY - this.#search(day * DAY);
      const last = (day + 1) * DAY - this.#search((day + 1) * DAY);
      offset = first === last ? first : NaN;
      if (this.#dayOffsets.size >= REMEMBERED_DAYS) this.#dayOffsets.clear();
      this.#dayOffsets.set(day, offset);
    }
    this.#lastDay = day;
    this.#lastOffset = offset;
    return offset;
  }

  #search(wall: number): number {
    const before = this.#offsetAt(wall - DAY);
    const after = this.#offsetAt(wall + DAY);
    if (before === after || this.#offsetAt(wall - before) === before) return wall - before;
    return this.#offsetAt(wall - after) === after ? wall - after : wall - before;
  }
}

/** From the date's parts: getTimezoneOffset() drops the seconds that zones had before 1900. */
function localOffset(utc: number): number {
  const date = new Date(utc);
  const wall = new Date(0);
  wall.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  wall.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  return wall.getTime() - utc;
}

/** Minutes and seconds of an Intl offset such as `GMT+05:30` or `GMT-00:01:15`. */
const INTL_OFFSET = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function namedZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return new ChangingOffset((utc) => {
    const text = format.formatToParts(utc).find((part) => part.type === 'timeZoneName')?.value;
    const match = INTL_OFFSET.exec(text ?? '');
    if (!match) throw new RangeError(`The offset ${text} of time zone ${name} is not understood`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
    const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  });
}

/**
 * @param name 'local', 'Z', an offset as '+05:30', or an IANA name as 'Europe/Berlin'
 * @throws RangeError when there is no such zone
 */
export function timeZone(name: string): TimeZone {
  if (name === 'local') return new ChangingOffset(localOffset);
  if (name === 'Z') return new FixedOffset(0);
  const match = FIXED_OFFSET.exec(name);
  if (match) {
    const size = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
    return new FixedOffset(match[1] === '-' ? -size : size);
  }
  return namedZone(name);
}
