#include "core/binary_row.h"

#include <cstring>
#include <string>
#include <string_view>

#include "core/civil_day.h"
#include "core/number_text.h"
#include "core/temporal_text.h"

namespace mysqldb {
namespace {

template <typename Integer>
Integer littleEndian(const unsigned char* at) {
  Integer value;
  std::memcpy(&value, at, sizeof(value));  // every platform of Node is little-endian
  return value;
}

std::size_t fixedSize(int type) {
  switch (type) {
    case MYSQL_TYPE_TINY:
      return 1;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
      return 2;
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_FLOAT:
      return 4;
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_DOUBLE:
      return 8;
    default:
      return 0;
  }
}

bool isTemporal(int type) {
  switch (type) {
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
    case MYSQL_TYPE_TIME:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
      return true;
    default:
      return false;
  }
}

template <typename Value>
bool store(Value value, std::uint64_t* slot) {
  storeSlot(value, slot);
  return true;
}

std::int64_t signExtended(std::uint64_t value, std::size_t size) {
  const std::size_t unused = 64 - 8 * size;
  return static_cast<std::int64_t>(value << unused) >> unused;
}

}  // namespace

// A row on its way into a batch, value by value.
class BinaryRowReader::Row {
 public:
  Row(const unsigned char* at, const unsigned char* end, RowPacker* packer, std::string* text)
      : at_(at), end_(end), packer_(packer), text_(*text) {}

  /// Packs the next value, which is not NULL.
  bool pack(const Column& column, std::uint64_t* slot) {
    switch (column.reading) {
      case Reading::kInt8:
        return packAsItIs<std::int8_t, std::int32_t>(slot);
      case Reading::kInt16:
        return packAsItIs<std::int16_t, std::int32_t>(slot);
      case Reading::kInt32:
        return packAsItIs<std::int32_t, std::int32_t>(slot);
      case Reading::kInt64:
        return packAsItIs<std::int64_t, std::int64_t>(slot);
      case Reading::kUInt8:
        return packAsItIs<std::uint8_t, std::uint32_t>(slot);
      case Reading::kUInt16:
        return packAsItIs<std::uint16_t, std::uint32_t>(slot);
      case Reading::kUInt32:
        return packAsItIs<std::uint32_t, std::uint32_t>(slot);
      case Reading::kUInt64:
        return packAsItIs<std::uint64_t, std::uint64_t>(slot);
      case Reading::kDouble:
        return packAsItIs<double, double>(slot);
      case Reading::kText: {
        std::string_view text;
        if (!readSized(&text)) return false;
        packer_->packText(text, slot);
        return true;
      }
      case Reading::kOther:
        return packOther(column, slot);
    }
    return false;
  }

 private:
  template <typename Wire, typename Stored>
  bool packAsItIs(std::uint64_t* slot) {
    if (static_cast<std::size_t>(end_ - at_) < sizeof(Wire)) return false;
    storeSlot(static_cast<Stored>(littleEndian<Wire>(at_)), slot);
    at_ += sizeof(Wire);
    return true;
  }

  bool packOther(const Column& column, std::uint64_t* slot) {
    const std::size_t size = fixedSize(column.type);
    if (size == 0) return packSized(column, slot);
    if (static_cast<std::size_t>(end_ - at_) < size) return false;
    const unsigned char* value = at_;
    at_ += size;
    switch (column.type) {
      case MYSQL_TYPE_FLOAT:
        return packFloat(column, littleEndian<float>(value), slot);
      case MYSQL_TYPE_DOUBLE:
        return packDouble(column, littleEndian<double>(value), slot);
      default:
        return column.is_unsigned
                   ? packUnsigned(column, unsignedAt(value, size), slot)
                   : packSigned(column, signExtended(unsignedAt(value, size), size), slot);
    }
  }

  static std::uint64_t unsignedAt(const unsigned char* at, std::size_t size) {
    switch (size) {
      case 1:
        return *at;
      case 2:
        return littleEndian<std::uint16_t>(at);
      case 4:
        return littleEndian<std::uint32_t>(at);
      default:
        return littleEndian<std::uint64_t>(at);
    }
  }

  bool packSigned(const Column& column, std::int64_t value, std::uint64_t* slot) {
    switch (column.kind) {
      case CellKind::kInt32:
        return store(static_cast<std::int32_t>(value), slot);
      case CellKind::kInt64:
        return store(value, slot);
      default:
        text_ = std::to_string(value);
        return packText(column, slot);
    }
  }

  bool packUnsigned(const Column& column, std::uint64_t value, std::uint64_t* slot) {
    switch (column.kind) {
      case CellKind::kInt32:
      case CellKind::kUInt32:
        return store(static_cast<std::uint32_t>(value), slot);
      case CellKind::kInt64:
      case CellKind::kUInt64:
        return store(value, slot);
      default:
        text_ = std::to_string(value);
        return packNumberText(column, slot);
    }
  }

  bool packFloat(const Column& column, float value, std::uint64_t* slot) {
    if (column.kind == CellKind::kDouble && column.decimals >= kDecimalsNotFixed)
      return store(shortestDouble(value), slot);
    floatText(value, column.decimals, &text_);
    return packNumberText(column, slot);
  }

  bool packDouble(const Column& column, double value, std::uint64_t* slot) {
    if (column.kind == CellKind::kDouble && column.decimals >= kDecimalsNotFixed)
      return store(value, slot);
    doubleText(value, column.decimals, &text_);
    return packNumberText(column, slot);
  }

  // As text with its ZEROFILL; or of a fixed count of decimals, the number that its text says: PI()
  // is 3.141593.
  bool packNumberText(const Column& column, std::uint64_t* slot) {
    if (column.kind != CellKind::kDouble && text_.size() < column.zerofill)
      text_.insert(0, column.zerofill - text_.size(), '0');
    return packText(column, slot);
  }

  // A length and so many bytes.
  bool readSized(std::string_view* value) {
    std::uint64_t length;
    if (!readLength(&length) || length > static_cast<std::uint64_t>(end_ - at_)) return false;
    *value = {reinterpret_cast<const char*>(at_), length};
    at_ += length;
    return true;
  }

  bool packSized(const Column& column, std::uint64_t* slot) {
    std::string_view bytes;
    if (column.type == MYSQL_TYPE_NULL || !readSized(&bytes)) return false;
    const auto* const value = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::size_t length = bytes.size();
    Temporal temporal;
    switch (column.type) {
      case MYSQL_TYPE_DATE:
      case MYSQL_TYPE_NEWDATE:
        return readDateTime(value, length, &temporal) && packDateOnly(column, temporal, slot);
      case MYSQL_TYPE_TIME:
        if (!readTime(value, length, &temporal)) return false;
        timeText(temporal, column.decimals, &text_);
        return packText(column, slot);
      case MYSQL_TYPE_DATETIME:
      case MYSQL_TYPE_TIMESTAMP:
        return readDateTime(value, length, &temporal) && packDateTime(column, temporal, slot);
      default:
        return packer_->packCell(column.kind, bytes, slot);
    }
  }

  // https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html
  bool readLength(std::uint64_t* length) {
    if (at_ == end_) return false;
    const unsigned int first = *at_++;
    if (first < 251) {
      *length = first;
      return true;
    }
    const int size = first == 252 ? 2 : first == 253 ? 3 : first == 254 ? 8 : 0;
    if (size == 0 || end_ - at_ < size) return false;
    *length = 0;
    for (int i = 0; i < size; ++i) *length |= static_cast<std::uint64_t>(at_[i]) << (8 * i);
    at_ += size;
    return true;
  }

  bool packDateTime(const Column& column, const Temporal& temporal, std::uint64_t* slot) {
    std::int64_t days;
    const bool is_date = daysSinceEpoch(temporal.year, temporal.month, temporal.day, &days);
    const std::int64_t seconds =
        is_date ? ((days * 24 + temporal.hour) * 60 + temporal.minute) * 60 + temporal.second : 0;
    if (is_date && column.kind == CellKind::kDateMicros)
      return store(seconds * 1'000'000 + temporal.micros, slot);
    if (is_date && column.kind == CellKind::kDateMillis && temporal.micros % 1000 == 0)
      return store(static_cast<double>(seconds * 1000 + temporal.micros / 1000), slot);
    dateTimeText(temporal, column.decimals, &text_);
    if (column.kind != CellKind::kDateMicros && column.kind != CellKind::kDateMillis)
      return packText(column, slot);
    packer_->packDateText(text_, slot);
    return true;
  }

  bool packDateOnly(const Column& column, const Temporal& temporal, std::uint64_t* slot) {
    std::int64_t days;
    if (column.kind == CellKind::kDateMillis &&
        daysSinceEpoch(temporal.year, temporal.month, temporal.day, &days))
      return store(static_cast<double>(days * 86'400'000), slot);
    dateText(temporal, &text_);
    if (column.kind != CellKind::kDateMillis) return packText(column, slot);
    packer_->packDateText(text_, slot);
    return true;
  }

  bool packText(const Column& column, std::uint64_t* slot) {
    return packer_->packCell(column.kind, text_, slot);
  }

  const unsigned char* at_;
  const unsigned char* const end_;
  RowPacker* const packer_;
  std::string& text_;
};

void BinaryRowReader::reset(const MYSQL_FIELD* fields, const std::vector<CellKind>& kinds) {
  columns_.clear();
  columns_.reserve(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const MYSQL_FIELD& field = fields[i];
    const bool filled = (field.flags & ZEROFILL_FLAG) != 0 || field.type == MYSQL_TYPE_YEAR;
    Column& column = columns_.emplace_back(
        Column{Reading::kOther, static_cast<int>(field.type), kinds[i],
               (field.flags & UNSIGNED_FLAG) != 0 || field.type == MYSQL_TYPE_YEAR, field.decimals,
               filled ? static_cast<unsigned int>(field.length) : 0});
    column.reading = readingOf(column);
  }
}

BinaryRowReader::Reading BinaryRowReader::readingOf(const Column& column) {
  const bool whole = column.type != MYSQL_TYPE_FLOAT && column.type != MYSQL_TYPE_DOUBLE;
  const std::size_t size = fixedSize(column.type);
  switch (column.kind) {
    case CellKind::kInt32:
    case CellKind::kUInt32:
      // An int32 is enough for an unsigned number of fewer bits.
      if (!whole || (column.kind == CellKind::kUInt32 && !column.is_unsigned)) break;
      if (size == 1) return column.is_unsigned ? Reading::kUInt8 : Reading::kInt8;
      if (size == 2) return column.is_unsigned ? Reading::kUInt16 : Reading::kInt16;
      if (size == 4) return column.is_unsigned ? Reading::kUInt32 : Reading::kInt32;
      break;
    case CellKind::kInt64:
      if (whole && size == 8 && !column.is_unsigned) return Reading::kInt64;
      break;
    case CellKind::kUInt64:
      if (whole && size == 8 && column.is_unsigned) return Reading::kUInt64;
      break;
    case CellKind::kDouble:
      if (column.type == MYSQL_TYPE_DOUBLE && column.decimals >= kDecimalsNotFixed)
        return Reading::kDouble;
      break;
    case CellKind::kText:
      if (size == 0 && !isTemporal(column.type) && column.type != MYSQL_TYPE_NULL)
        return Reading::kText;
      break;
    default:
      break;
  }
  return Reading::kOther;
}

bool BinaryRowReader::append(const unsigned char* row, const unsigned char* end,
                             RowPacker* packer) {
  // A zero byte, then a bit for each column that is NULL, from bit 2 on.
  const std::size_t nulls_size = (columns_.size() + 9) / 8;
  if (static_cast<std::size_t>(end - row) < 1 + nulls_size) return false;
  const unsigned char* nulls = row + 1;
  Row values(nulls + nulls_size, end, packer, &text_);
  std::uint64_t* slot = packer->beginRow();
  if (slot == nullptr) return false;
  for (std::size_t i = 0; i < columns_.size(); ++i, ++slot) {
    const std::size_t bit = i + 2;
    if (nulls[bit / 8] >> (bit % 8) & 1) {
      packer->setNull(i);
    } else if (!values.pack(columns_[i], slot)) {
      packer->dropRow();
      return false;
    }
  }
  packer->endRow();
  return true;
}

}  // namespace mysqldb
