/**
 * @file Reads a compiled time zone (TZif, RFC 8536), as the system ships them under zoneinfo/.
 *
 * @typedef {object} LocalTime
 * @property {number} utcOffset seconds east of Greenwich
 * @property {boolean} isDst
 * @property {string} abbreviation such as CET
 *
 * @typedef {{ at: number } & LocalTime} Transition from this second since 1970 on, UTC
 *
 * @typedef {object} Zone
 * @property {LocalTime} initial what held before the first transition
 * @property {Transition[]} transitions
 * @property {string} rule what goes on after the last one, as POSIX writes TZ; may be empty
 */

const MAGIC = 'TZif';
const HEADER_BYTES = 44;
const LOCAL_TIME_BYTES = 6;

/** Old compilers let a zone begin with the universe; a DATETIME cannot. */
const EARLIEST = Date.UTC(1800, 0) / 1000;

/** @param {Buffer} bytes */
export const isTzif = (bytes) => bytes.toString('latin1', 0, MAGIC.length) === MAGIC;

/**
 * @param {Buffer} bytes the whole file
 * @returns {Zone}
 */
export function parseTzif(bytes) {
  const first = readBlock(bytes, 0, 4);
  if (first.version === 0) return zoneOf(first, '');
  // Since version 2 the same follows again, with times of 64 bits, and then the rule between line feeds.
  const second = readBlock(bytes, first.end, 8);
  const rule = bytes.toString('latin1', second.end).split('\n')[1] ?? '';
  return zoneOf(second, rule);
}

function readBlock(bytes, start, timeBytes) {
  const count = (index) => bytes.readUInt32BE(start + 20 + 4 * index);
  const [isUtc, isStandard, leaps, times, types, characters] = [0, 1, 2, 3, 4, 5].map(count);
  const timesAt = start + HEADER_BYTES;
  const indexesAt = timesAt + times * timeBytes;
  const typesAt = indexesAt + times;
  const namesAt = typesAt + types * LOCAL_TIME_BYTES;
  const end = namesAt + characters + leaps * (timeBytes + 4) + isStandard + isUtc;
  const version = bytes[start + 4];
  return { bytes, version, timeBytes, times, types, timesAt, indexesAt, typesAt, namesAt, end };
}

function zoneOf(block, rule) {
  const { bytes, timeBytes, timesAt, indexesAt } = block;
  const localTimes = Array.from({ length: block.types }, (_, index) => localTime(block, index));
  const transitions = Array.from({ length: block.times }, (_, index) => {
    const position = timesAt + index * timeBytes;
    const at =
      timeBytes === 8 ? Number(bytes.readBigInt64BE(position)) : bytes.readInt32BE(position);
    return { at, ...localTimes[bytes[indexesAt + index]] };
  });
  const initial = transitions.findLast(({ at }) => at < EARLIEST) ?? localTimes[0];
  const { utcOffset, isDst, abbreviation } = initial;
  const within = transitions.filter(({ at }) => at >= EARLIEST);
  const zone = { initial: { utcOffset, isDst, abbreviation }, transitions: within, rule };
  return { ...zone, transitions: realChanges(zone) };
}

function localTime({ bytes, typesAt, namesAt }, index) {
  const position = typesAt + index * LOCAL_TIME_BYTES;
  const name = namesAt + bytes[position + 5];
  return {
    utcOffset: bytes.readInt32BE(position),
    isDst: bytes[position + 4] === 1,
    abbreviation: bytes.toString('latin1', name, bytes.indexOf(0, name)),
  };
}

/** Without those that change nothing: they are there for the sake of old readers. */
function realChanges({ initial, transitions }) {
  return transitions.filter((each, index) => !isSame(each, transitions[index - 1] ?? initial));
}

/**
 * @param {LocalTime} a
 * @param {LocalTime} b
 */
export function isSame(a, b) {
  return a.utcOffset === b.utcOffset && a.isDst === b.isDst && a.abbreviation === b.abbreviation;
}
