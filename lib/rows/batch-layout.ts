/**
 * The layout of the scratch buffer, in which C++ hands over every event: a header, then packed rows.
 * Mirrors `native/core/row_batch.h`, `cell_kind.h` and `native/binding/event_writer.cc`;
 * docs/buffer-formats.md describes it. All numbers are little-endian, as every platform of Node is.
 */

/** Flags in the header's first word. */
export const HAS_ROWS = 1;
export const DONE = 2;
export const WANTS_INFILE = 8;
export const HAS_ANSWERS = 16;

/** Indexes of the header's fields in an Int32Array. */
export const HEADER = {
  flags: 0,
  rowCount: 1,
  shapeSlot: 2,
  state: 3,
  warningCount: 4,
  serverStatus: 5,
  fieldCount: 6,
  paramCount: 7,
  affectedRows: 8,
  insertId: 10,
  answerCount: 12,
  columnText: 13,
} as const;

/** Indexes of the fields of an answer to one of several statements. */
export const ANSWER = {
  rowCount: 0,
  shapeSlot: 1,
  fieldCount: 2,
  warningCount: 3,
  serverStatus: 4,
  affectedRows: 6,
  insertId: 8,
} as const;

/** Int32 words from one answer to the next. */
export const ANSWER_WORDS = 10;

/** The table of columns at the head of their buffer: the words of an entry. */
export const COLUMN_ENTRY = { values: 0, nulls: 1, textBegin: 2, textEnd: 3 } as const;
export const COLUMN_ENTRY_WORDS = 4;

/** Where the first row begins, as an index into an Int32Array. */
export const FIRST_ROW = 32;

export const CellKind = {
  int32: 0,
  uint32: 1,
  int64: 2,
  uint64: 3,
  double: 4,
  text: 5,
  bytes: 6,
  dateMillis: 7,
  dateMicros: 8,
} as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** Choices that change how cells are packed. */
export const Packing = {
  bigintAsText: 1,
  datesAsText: 2,
  decimalAsDouble: 4,
  allAsBytes: 8,
  dateOnlyAsMillis: 16,
  /** Turned round, as columns: so it is for a format, not for a decoding. */
  columns: 32,
} as const;

/** The most raw rules that a result can be packed by. */
export const MAX_RAW_RULES = 255;

export const SessionState = { closed: 0, idle: 1, rows: 2, moreResults: 3, sent: 4 } as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

/** Eight-byte slots of the null bitmap at the head of a row. */
export const nullSlots = (columns: number): number => Math.ceil(columns / 64);

/** Int32 words from one row to the next. */
export const rowWords = (columns: number): number => (nullSlots(columns) + columns) * 2;

/** Int32 index of a column's slot within its row. */
export const cellWord = (columns: number, column: number): number =>
  (nullSlots(columns) + column) * 2;
