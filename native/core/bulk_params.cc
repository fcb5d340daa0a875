#include "core/bulk_params.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mysqldb {
namespace {

constexpr std::size_t kSlotSize = 8;
constexpr std::uint8_t kHasNulls = 0x80;
constexpr double kTwoTo63 = 9223372036854775808.0;

template <typename T>
T at(const char* slots, std::size_t index) {
  T value;
  std::memcpy(&value, slots + index * sizeof(T), sizeof(T));
  return value;
}

// A number of JavaScript as an integer; what none is becomes 0, since a cast would be undefined.
std::int64_t integerOf(double value) {
  return value >= -kTwoTo63 && value < kTwoTo63 ? static_cast<std::int64_t>(value) : 0;
}

enum enum_field_types fieldType(BulkKind kind) {
  switch (kind) {
    case BulkKind::kNull:
      return MYSQL_TYPE_NULL;
    case BulkKind::kInt32:
      return MYSQL_TYPE_LONG;
    case BulkKind::kInt64:
    case BulkKind::kBig:
    case BulkKind::kUBig:
      return MYSQL_TYPE_LONGLONG;
    case BulkKind::kDouble:
      return MYSQL_TYPE_DOUBLE;
    case BulkKind::kText:
      return MYSQL_TYPE_VAR_STRING;
    case BulkKind::kBytes:
      return MYSQL_TYPE_BLOB;
  }
  return MYSQL_TYPE_NULL;
}

}  // namespace

bool BulkParams::load(const BulkBlock& block, std::size_t count) {
  const std::size_t slots = count * block.capacity;
  if (block.kinds.size() != count || block.rows > block.capacity || block.rows == 0) return false;
  if (block.cells.size() < slots * (kSlotSize + 1)) return false;
  text_ = block.text;
  columns_.resize(count);
  binds_.assign(count, MYSQL_BIND{});
  for (std::size_t i = 0; i < count; ++i)
    if (!loadColumn(block, i)) return false;
  return placeText(block.rows);
}

bool BulkParams::loadColumn(const BulkBlock& block, std::size_t index) {
  const auto byte = static_cast<std::uint8_t>(block.kinds[index]);
  const auto kind = static_cast<BulkKind>(byte & ~kHasNulls);
  if (kind > BulkKind::kBytes) return false;
  Column& column = columns_[index];
  MYSQL_BIND& bind = binds_[index];
  const std::size_t rows = block.rows;
  const char* slots = block.cells.data() + index * block.capacity * kSlotSize;
  bind.buffer_type = fieldType(kind);
  bind.is_unsigned = kind == BulkKind::kUBig;
  if (byte & kHasNulls) {
    const char* flags = block.cells.data() + block.kinds.size() * block.capacity * kSlotSize +
                        index * block.capacity;
    column.nulls.assign(flags, flags + rows);
    client::setNulls(&bind, column.nulls.data());
  }
  switch (kind) {
    case BulkKind::kNull:
      break;
    case BulkKind::kInt32:
      column.narrow.resize(rows);
      for (std::size_t i = 0; i < rows; ++i)
        column.narrow[i] = static_cast<std::int32_t>(integerOf(at<double>(slots, i)));
      bind.buffer = column.narrow.data();
      break;
    case BulkKind::kText:
    case BulkKind::kBytes:
      column.lengths.resize(rows);
      column.pointers.resize(rows);
      for (std::size_t i = 0; i < rows; ++i) column.lengths[i] = at<std::uint32_t>(slots, i);
      bind.buffer = column.pointers.data();
      bind.length = column.lengths.data();
      break;
    default:
      column.values.resize(rows);
      std::memcpy(column.values.data(), slots, rows * kSlotSize);
      if (kind == BulkKind::kInt64)
        for (std::int64_t& value : column.values)
          value = integerOf(at<double>(reinterpret_cast<const char*>(&value), 0));
      bind.buffer = column.values.data();
  }
  return true;
}

// Says where each text begins; false when they are longer than the text that came.
bool BulkParams::placeText(std::uint32_t rows) {
  std::vector<Column*> texts;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (binds_[i].length != nullptr) texts.push_back(&columns_[i]);
  std::size_t begin = 0;
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (Column* column : texts) {
      if (column->lengths[row] > text_.size() - begin) return false;
      column->pointers[row] = text_.data() + begin;
      begin += column->lengths[row];
    }
  }
  return true;
}

}  // namespace mysqldb
