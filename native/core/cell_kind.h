// How the cells of a column lie in a packed row. lib/rows/batch-layout.ts has the same list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mysqldb {

enum class CellKind : std::uint8_t {
  kInt32 = 0,
  kUInt32 = 1,
  kInt64 = 2,
  kUInt64 = 3,
  kDouble = 4,
  kText = 5,        // UTF-8 text
  kBytes = 6,       // as the server sent it
  kDateMillis = 7,  // wall clock, milliseconds since 1970 as if in UTC, a double
  kDateMicros = 8,  // the same in microseconds, an int64
};

// Choices that change how cells are packed.
enum PackingFlag : std::uint32_t {
  kPackBigintAsText = 1,
  kPackDatesAsText = 2,
  kPackDecimalAsDouble = 4,
  kPackAllAsBytes = 8,
  kPackDateOnlyAsMillis = 16,  // DATE, which is text otherwise
  kPackColumns = 32,           // turned round, as columns
};

/// Names columns that a decoder of the user's reads: they are packed as the text or the bytes that
/// the server sent.
struct RawRule {
  static constexpr std::uint32_t kAnyType = 256;

  std::uint32_t type;  // of the column, or kAnyType
  std::uint32_t mask;  // of flags, one of which the column must have; 0 asks for none
};

/// How the cells of a result are packed. Each statement may have its own.
struct Packing {
  static constexpr std::size_t kMaxRules = 255;

  std::uint32_t flags = 0;
  std::vector<RawRule> raw;  // the first that fits a column counts

  bool columns() const { return (flags & kPackColumns) != 0; }
};

}  // namespace mysqldb
