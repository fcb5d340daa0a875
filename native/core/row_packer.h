// Packs rows into a RowBatch: whole ones of the text protocol, or cell by cell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/cell_kind.h"
#include "core/row_batch.h"

namespace mysqldb {

class RowPacker {
 public:
  /// Begins a result; rows that were not taken are dropped. `as_columns`: its batches are handed
  /// over turned round.
  void reset(std::vector<CellKind> kinds, bool as_columns = false);

  /// False when a cell is not what its column's type says: the server is broken or hostile.
  bool append(const char* const* cells, const unsigned long* lengths);

  /// Begins a row whose cells are packed one by one: the slot of the first of them, null when such
  /// a row is too wide for a batch. endRow() or dropRow() ends it.
  std::uint64_t* beginRow();
  void setNull(std::size_t column);
  void endRow() { ++batch_.rows; }
  void dropRow() { batch_.records.resize(batch_.records.size() - stride_); }
  /// Packs a cell that came as text, whatever its column is; false when it is not of that kind.
  bool packCell(CellKind kind, std::string_view text, std::uint64_t* slot);
  /// A cell of kText.
  void packText(std::string_view text, std::uint64_t* slot);
  /// A date that cannot be one of its kind, as its text.
  void packDateText(std::string_view text, std::uint64_t* slot);

  /// Whether the next row should go into a new batch.
  bool full() const;
  bool empty() const { return batch_.empty(); }

  RowBatch& batch() { return batch_; }
  bool asColumns() const { return as_columns_; }
  /// The batch as it is handed over; it stays until clear().
  RowBatch& ready();
  /// The same, to keep.
  RowBatch take();
  void clear();

 private:
  bool packDate(CellKind kind, std::string_view text, std::uint64_t* slot);
  void packLongText(std::string_view text, std::uint64_t* slot);
  void packDecodedText(std::string_view text, std::uint64_t* slot);
  void packBytes(std::string_view data, std::uint64_t* slot);
  std::uint32_t addSide(SideValue value, std::size_t size);

  std::vector<CellKind> kinds_;
  std::size_t null_slots_ = 0;
  std::size_t stride_ = 0;
  bool as_columns_ = false;
  RowBatch batch_;
  RowBatch turned_;          // the batch as columns, while it is handed over
  std::string narrow_text_;  // kept between cells so that its memory is
  std::u16string wide_text_;
};

}  // namespace mysqldb
