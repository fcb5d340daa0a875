#include "core/params.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace mysqldb {
namespace {

// A parameter's head: its kind, three bytes of nothing, and the length of what follows.
constexpr std::size_t kHeadSize = 8;
constexpr std::size_t kAlignment = 8;

enum enum_field_types fieldType(ParamKind kind) {
  switch (kind) {
    case ParamKind::kNull:
      return MYSQL_TYPE_NULL;
    case ParamKind::kInt64:
    case ParamKind::kUInt64:
      return MYSQL_TYPE_LONGLONG;
    case ParamKind::kDouble:
      return MYSQL_TYPE_DOUBLE;
    case ParamKind::kText:
      return MYSQL_TYPE_VAR_STRING;
    case ParamKind::kBytes:
      return MYSQL_TYPE_BLOB;
    case ParamKind::kDecimal:
      return MYSQL_TYPE_NEWDECIMAL;
    case ParamKind::kDateTime:
      return MYSQL_TYPE_DATETIME;
  }
  return MYSQL_TYPE_NULL;
}

constexpr std::size_t kDateTimeSize = 12;

// https://dev.mysql.com/doc/c-api/9.0/en/c-api-prepared-statement-data-structures.html
MYSQL_TIME dateTimeOf(const char* at) {
  std::uint16_t year;
  std::uint32_t micros;
  std::memcpy(&year, at, sizeof(year));
  std::memcpy(&micros, at + 8, sizeof(micros));
  MYSQL_TIME time{};
  time.year = year;
  time.month = static_cast<unsigned char>(at[2]);
  time.day = static_cast<unsigned char>(at[3]);
  time.hour = static_cast<unsigned char>(at[4]);
  time.minute = static_cast<unsigned char>(at[5]);
  time.second = static_cast<unsigned char>(at[6]);
  time.second_part = micros;
  time.time_type = MYSQL_TIMESTAMP_DATETIME;
  return time;
}

bool isNumber(ParamKind kind) {
  return kind == ParamKind::kInt64 || kind == ParamKind::kUInt64 || kind == ParamKind::kDouble;
}

}  // namespace

bool Params::load(std::string block, std::size_t count) {
  block_ = std::move(block);
  binds_.clear();
  times_.clear();
  long_values_.clear();
  std::string_view rest = block_;
  for (std::size_t i = 0; i < count; ++i) {
    if (rest.size() < kHeadSize) return false;
    const auto kind = static_cast<std::uint8_t>(rest[0]);
    if (kind > static_cast<std::uint8_t>(ParamKind::kDateTime)) return false;
    if (!add(static_cast<ParamKind>(kind), &rest)) return false;
  }
  std::reverse(long_values_.begin(), long_values_.end());
  return rest.empty();
}

bool Params::add(ParamKind kind, std::string_view* rest) {
  std::uint32_t length;
  std::memcpy(&length, rest->data() + 4, sizeof(length));
  rest->remove_prefix(kHeadSize);
  const std::size_t padded = (length + kAlignment - 1) / kAlignment * kAlignment;
  if (rest->size() < padded || (isNumber(kind) && length != sizeof(std::uint64_t))) return false;
  const std::string_view value = rest->substr(0, length);
  rest->remove_prefix(padded);
  MYSQL_BIND& bind = binds_.emplace_back();  // all zero
  bind.buffer_type = fieldType(kind);
  bind.is_unsigned = kind == ParamKind::kUInt64;
  bind.buffer = const_cast<char*>(value.data());
  bind.buffer_length = length;
  if (kind == ParamKind::kDateTime) return bindDateTime(value, &bind);
  if (!isNumber(kind) && length >= kLongFrom)
    long_values_.push_back({static_cast<unsigned int>(binds_.size() - 1), value});
  return true;
}

bool Params::bindDateTime(std::string_view value, MYSQL_BIND* bind) {
  if (value.size() != kDateTimeSize) return false;
  bind->buffer = &times_.emplace_back(dateTimeOf(value.data()));
  bind->buffer_length = sizeof(MYSQL_TIME);
  return true;
}

bool Params::nextPiece(Piece* piece) {
  if (long_values_.empty()) return false;
  LongValue& value = long_values_.back();
  *piece = {value.index, value.rest.substr(0, kLongFrom)};
  value.rest.remove_prefix(piece->data.size());
  if (value.rest.empty()) long_values_.pop_back();
  return true;
}

}  // namespace mysqldb
