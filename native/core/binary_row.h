// Reads rows of the binary protocol (prepared statements) into a RowPacker. A cell lies there as it
// would after a text row, so that nobody can tell which way it came: where a number or a date is to
// be text, it is written as the server writes it.
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/cell_kind.h"
#include "core/client.h"
#include "core/row_packer.h"

namespace mysqldb {

class BinaryRowReader {
 public:
  /// Begins a result with these columns; `packer` has begun one with the kinds.
  void reset(const MYSQL_FIELD* fields, const std::vector<CellKind>& kinds);

  /// Packs the row that begins at `row`; false when it does not end before `end`, or a value is not
  /// of its column's type: the server is broken or hostile.
  bool append(const unsigned char* row, const unsigned char* end, RowPacker* packer);

 private:
  /// How the bytes of a value become its slot. The most frequent ways are settled by column, not by
  /// cell: numbers that lie there as they come, and text. All else is looked at one by one.
  enum class Reading : std::uint8_t {
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kUInt8,
    kUInt16,
    kUInt32,
    kUInt64,
    kDouble,
    kText,
    kOther,
  };
  struct Column {
    Reading reading;
    int type;
    CellKind kind;
    bool is_unsigned;
    unsigned int decimals;
    unsigned int zerofill;  // digits to fill up to, 0 for none
  };
  class Row;

  static Reading readingOf(const Column& column);

  std::vector<Column> columns_;
  std::string text_;  // kept between values so that its memory is
};

}  // namespace mysqldb
