// The parameters of many rows, column by column, as lib/convert/bulk-packer.ts packs them
// (docs/buffer-formats.md, "Rows of parameters").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/client_bulk.h"

namespace mysqldb {

enum class BulkKind : std::uint8_t {
  kNull = 0,    // in every row
  kInt32 = 1,   // doubles, which are int32
  kInt64 = 2,   // doubles, which are int64
  kDouble = 3,  // doubles
  kBig = 4,     // int64
  kUBig = 5,    // uint64
  kText = 6,    // UTF-8
  kBytes = 7,
};

/// A block of rows; the memory is somebody else's.
struct BulkBlock {
  std::uint32_t rows = 0;
  std::uint32_t capacity = 0;  // rows that there is room for
  std::string_view kinds;      // a byte a column
  std::string_view cells;      // the slots of all columns, then their null flags
  std::string_view text;       // row by row
};

class BulkParams {
 public:
  /// Copies a block; false unless it has `count` columns and all that it says it has.
  bool load(const BulkBlock& block, std::size_t count);
  /// For mysql_stmt_bind_param; they point into this object.
  MYSQL_BIND* binds() { return binds_.data(); }

 private:
  struct Column {
    std::vector<std::int32_t> narrow;
    std::vector<std::int64_t> values;
    std::vector<const char*> pointers;
    std::vector<unsigned long> lengths;
    std::vector<char> nulls;
  };

  bool loadColumn(const BulkBlock& block, std::size_t index);
  bool placeText(std::uint32_t rows);

  std::vector<Column> columns_;
  std::vector<MYSQL_BIND> binds_;
  std::string text_;
};

}  // namespace mysqldb
