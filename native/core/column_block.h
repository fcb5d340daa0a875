// The rows of a batch turned round: the cells of each column one after the other, as typed arrays
// have them. The thread that reads the result does that, so that JavaScript only has to copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "core/cell_kind.h"

namespace mysqldb {

struct RowBatch;

/// Room for the slots of any batch (row_batch.h has the sum), and for some text besides.
inline constexpr std::size_t kColumnBytes = 256 * 1024;
/// Words of a column in the table at the head of the slots.
inline constexpr std::size_t kTableWords = 4;
/// What JavaScript can say of a place in a text.
inline constexpr std::size_t kMostText = std::numeric_limits<std::int32_t>::max();

struct ColumnBlock {
  std::vector<std::uint64_t> slots;  // a table of the columns, then what it refers to
  std::unique_ptr<char[]> text;      // UTF-8 and bytes
  std::size_t text_size = 0;
  std::size_t text_capacity = 0;

  bool empty() const { return slots.empty(); }
  std::string_view textView() const { return {text.get(), text_size}; }
  /// Whether the text follows the slots in the buffer of columns, or comes apart.
  bool textFits() const { return text_size <= kColumnBytes - slots.size() * 8; }
  std::size_t memory() const { return slots.capacity() * 8 + text_capacity; }
};

/// A batch that has the rows of another one as columns; the texts that stand for dates move with
/// them.
RowBatch turnedRound(const std::vector<CellKind>& kinds, RowBatch* rows);

}  // namespace mysqldb
