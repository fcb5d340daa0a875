// A batch of packed rows: what moves from C++ to JavaScript, in one piece.
//
// Each row is a record of 8-byte slots: the null bitmap, then one slot a cell. Numbers and dates
// lie in their slot; text and bytes lie in one of three areas and the slot says where
// (docs/buffer-formats.md). A JavaScript string made of an area stays alive as long as any piece of
// it does, so an area is small: a value that does not fit any more gets a string of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/column_block.h"

namespace mysqldb {

inline constexpr std::size_t kAreaLimit = 16 * 1024;
inline constexpr std::size_t kScratchBytes = 64 * 1024;
inline constexpr std::size_t kHeaderSlots = 16;
/// 4096 columns, the most that a server sends, fit one record: 4096 + 64 slots.
inline constexpr std::size_t kMaxRecordSlots = kScratchBytes / 8 - kHeaderSlots;

// As columns a batch has a slot for each cell at most, a bit for each, and for each column two
// slots of the table and a part of one behind its bitmap. A column takes more than one slot of a
// record.
static_assert(kMaxRecordSlots + kMaxRecordSlots / 64 + 3 * (kMaxRecordSlots * 64 / 65 + 1) <=
              kColumnBytes / 8);

/// Puts a number into a slot, with zeros above it.
template <typename Value>
void storeSlot(Value value, std::uint64_t* slot) {
  *slot = 0;
  std::memcpy(slot, &value, sizeof(value));
}

/// The high word of a slot that is no date but refers to its text: a NaN for the double, and far
/// beyond any date for the int64. The low word is the index of the text.
inline constexpr std::uint64_t kTextInstead = 0x7FF8'0000'0000'0000u;

struct Latin1Text {
  std::string text;
};
struct Bytes {
  std::string data;
};
using SideValue = std::variant<Latin1Text, std::u16string, Bytes>;

/// The latin1 text of a batch. Its memory is not a string's, because that would be cleared before
/// each text is copied into it.
class NarrowArea {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {memory_.get(), size_}; }
  bool hasRoomFor(std::size_t more) const { return more <= kAreaLimit - size_; }
  /// Where the next text goes; there must be room for it. Only added() makes it a part of the area.
  char* end() {
    if (!memory_) memory_ = std::make_unique_for_overwrite<char[]>(kAreaLimit);
    return memory_.get() + size_;
  }
  void added(std::size_t more) { size_ += more; }
  void clear() { size_ = 0; }
  /// The memory with the text at its head; the area is empty afterwards.
  std::unique_ptr<char[]> release() {
    size_ = 0;
    return std::move(memory_);
  }
  /// Bytes that are allocated, be they used or not.
  std::size_t capacity() const { return memory_ ? kAreaLimit : 0; }

 private:
  std::unique_ptr<char[]> memory_;
  std::size_t size_ = 0;
};

struct RowBatch {
  std::vector<std::uint64_t> records;
  std::uint32_t rows = 0;
  NarrowArea narrow;    // latin1 text
  std::u16string wide;  // text with characters beyond latin1
  std::string bytes;    // binary values
  std::vector<SideValue> side;
  std::size_t side_bytes = 0;
  ColumnBlock columns;  // in place of the records and the areas, when columns are wanted

  bool empty() const { return rows == 0; }
  /// Bytes that it holds. What is allocated whole counts whole: a few short rows hold it, too.
  std::size_t memory() const {
    return records.capacity() * 8 + narrow.capacity() + wide.size() * 2 + bytes.size() +
           side_bytes + columns.memory();
  }
};

}  // namespace mysqldb
