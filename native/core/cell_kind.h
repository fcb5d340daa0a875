// How the cells of a column lie in a packed row. lib/rows/batch-layout.ts has the same list.
#pragma once

#include <cstdint>

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

// Choices of a connection that change how its cells are packed.
enum PackingFlag : std::uint32_t {
  kPackBigintAsText = 1,
  kPackDatesAsText = 2,
  kPackDecimalAsDouble = 4,
};

}  // namespace mysqldb
