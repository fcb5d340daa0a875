/** Makes compiled time zones (TZif, RFC 8536), so that a test knows what is in them. */

export interface LocalTime {
  readonly utcOffset: number;
  readonly isDst: boolean;
  readonly abbreviation: string;
}

export interface ZoneFile {
  readonly version: 1 | 2;
  /** The first is the initial one. */
  readonly localTimes: readonly LocalTime[];
  /** When which of the local times begins. */
  readonly transitions: readonly (readonly [at: number, localTime: number])[];
  readonly rule?: string;
}

export function tzifFile({ version, localTimes, transitions, rule = '' }: ZoneFile): Buffer {
  const fits = transitions.filter(([at]) => at >= -(2 ** 31) && at < 2 ** 31);
  const first = block(version, 4, localTimes, fits);
  if (version === 1) return first;
  return Buffer.concat([first, block(2, 8, localTimes, transitions), Buffer.from(`\n${rule}\n`)]);
}

function block(
  version: 1 | 2,
  timeBytes: 4 | 8,
  localTimes: ZoneFile['localTimes'],
  transitions: ZoneFile['transitions'],
): Buffer {
  const names = localTimes.map(({ abbreviation }) => `${abbreviation}\0`);
  const characters = names.join('');
  const nameIndexes = names.map((_, index) => names.slice(0, index).join('').length);
  // Two leap seconds and two indicators, which a reader has to skip.
  const counts = [2, 2, 2, transitions.length, localTimes.length, characters.length];
  return Buffer.concat([
    Buffer.from(`TZif${version === 1 ? '\0' : '2'}${'\0'.repeat(15)}`),
    ...counts.map((count) => integer(count, 4)),
    ...transitions.map(([at]) => integer(at, timeBytes)),
    Buffer.from(transitions.map(([, localTime]) => localTime)),
    ...localTimes.map(({ utcOffset, isDst }, index) =>
      Buffer.concat([integer(utcOffset, 4), Buffer.from([isDst ? 1 : 0, nameIndexes[index]!])]),
    ),
    Buffer.from(characters),
    ...[78796800, 94694401].flatMap((at, index) => [integer(at, timeBytes), integer(index + 1, 4)]),
    Buffer.alloc(4),
  ]);
}

function integer(value: number, bytes: 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigInt64BE(BigInt(value));
  else buffer.writeInt32BE(value);
  return buffer;
}
