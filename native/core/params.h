// The parameters of a prepared statement, as lib/convert/bind-params.ts packs them into one block
// (docs/buffer-formats.md, "Parameters").
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/client.h"

namespace mysqldb {

enum class ParamKind : std::uint8_t {
  kNull = 0,
  kInt64 = 1,
  kUInt64 = 2,
  kDouble = 3,
  kText = 4,  // UTF-8
  kBytes = 5,
  kDecimal = 6,   // the digits of an integer beyond 64 bits
  kDateTime = 7,  // year, month, day, hour, minute, second, microseconds
};

class Params {
 public:
  /// Values from this size on are sent ahead, in pieces.
  static constexpr std::size_t kLongFrom = 1024 * 1024;

  /// Takes a block; false unless it holds exactly `count` parameters.
  bool load(std::string block, std::size_t count);
  /// For mysql_stmt_bind_param; they point into this object.
  MYSQL_BIND* binds() { return binds_.data(); }

  struct Piece {
    unsigned int index;  // of the parameter
    std::string_view data;
  };
  /// The next piece of a long value to send; false when there is none.
  bool nextPiece(Piece* piece);

 private:
  struct LongValue {
    unsigned int index;
    std::string_view rest;
  };

  bool add(ParamKind kind, std::string_view* rest);
  bool bindDateTime(std::string_view value, MYSQL_BIND* bind);

  std::string block_;
  std::deque<MYSQL_TIME> times_;  // which stay where they are as it grows
  std::vector<MYSQL_BIND> binds_;
  std::vector<LongValue> long_values_;  // the next one last
};

}  // namespace mysqldb
