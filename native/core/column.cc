#include "core/column.h"

#include <array>
#include <cstring>
#include <string_view>

namespace mysqldb {
namespace {

bool isUnsigned(const MYSQL_FIELD& field) { return (field.flags & UNSIGNED_FLAG) != 0; }

bool within(unsigned int id, unsigned int first, unsigned int last) {
  return id >= first && id <= last;
}

// By the collation's id, as INFORMATION_SCHEMA.COLLATIONS has them: utf8mb3, utf8mb4 and ASCII.
bool isUtf8(unsigned int id) {
  if (within(id, 1024, 2047)) id -= 1024;  // MariaDB: the same without padding
  return id == 33 || id == 45 || id == 46 || id == 11 || id == 65 || id == 76 || id == 83 ||
         within(id, 192, 215) || within(id, 223, 247) ||  // by languages
         within(id, 255, 323) ||                          // MySQL: utf8mb4_0900
         within(id, 576, 578) || within(id, 608, 610) ||  // MariaDB: more languages
         within(id, 2048, 2559);                          // MariaDB: uca1400
}

constexpr unsigned int kBinaryCharset = 63;

// Text of another character set crosses as its bytes: JavaScript has the decoders.
CellKind textOrBytes(const MYSQL_FIELD& field) {
  return isUtf8(field.charsetnr) ? CellKind::kText : CellKind::kBytes;
}

CellKind dateKind(const MYSQL_FIELD& field, std::uint32_t packing) {
  if (packing & kPackDatesAsText) return CellKind::kText;
  return field.decimals > 3 ? CellKind::kDateMicros : CellKind::kDateMillis;
}

CellKind bigintKind(const MYSQL_FIELD& field, std::uint32_t packing) {
  if (packing & kPackBigintAsText) return CellKind::kText;
  return isUnsigned(field) ? CellKind::kUInt64 : CellKind::kInt64;
}

// Writes a block whose size is known before.
class BlockWriter {
 public:
  BlockWriter(std::string* block, std::size_t size) {
    block->resize(size);
    at_ = block->data();
  }

  template <typename Integer>
  void number(Integer value) {
    std::memcpy(at_, &value, sizeof(value));
    at_ += sizeof(value);
  }

  void text(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    if (!text.empty()) std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

 private:
  char* at_;
};

std::array<std::string_view, 6> textsOf(const MYSQL_FIELD& field) {
  const auto text = [](const char* data, unsigned int length) {
    return data ? std::string_view(data, length) : std::string_view();
  };
  return {text(field.name, field.name_length),   text(field.org_name, field.org_name_length),
          text(field.table, field.table_length), text(field.org_table, field.org_table_length),
          text(field.db, field.db_length),       client::extendedType(field)};
}

// The flags as decoders are chosen by them: BINARY means binary data and not a binary collation.
unsigned int flagsOf(const MYSQL_FIELD& field) {
  const unsigned int others = field.flags & ~static_cast<unsigned int>(BINARY_FLAG);
  return field.charsetnr == kBinaryCharset ? others | BINARY_FLAG : others;
}

// The type that was declared, where the server sends another one.
std::uint32_t declaredType(const MYSQL_FIELD& field) {
  if (field.flags & ENUM_FLAG) return MYSQL_TYPE_ENUM;
  if (field.flags & SET_FLAG) return MYSQL_TYPE_SET;
  if (client::extendedType(field) == "json") return MYSQL_TYPE_JSON;
  return static_cast<std::uint32_t>(field.type);
}

// The first rule of the nearest type: a decoder for ENUM goes before one for STRING.
std::uint8_t ruleOf(const MYSQL_FIELD& field, const std::vector<RawRule>& rules) {
  if (rules.empty()) return 0;
  const unsigned int flags = flagsOf(field);
  for (const std::uint32_t type :
       {declaredType(field), static_cast<std::uint32_t>(field.type), RawRule::kAnyType}) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const RawRule& rule = rules[i];
      if (rule.type == type && (rule.mask == 0 || (rule.mask & flags) != 0))
        return static_cast<std::uint8_t>(i + 1);
    }
  }
  return 0;
}

CellKind usualKind(const MYSQL_FIELD& field, std::uint32_t packing) {
  switch (static_cast<int>(field.type)) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_INT24:
      return CellKind::kInt32;
    case MYSQL_TYPE_LONG:
      // MariaDB calls CAST(7000000000 AS UNSIGNED) a LONG: only a column of a table keeps to 32
      // bits. Through a view, an expression has a table but no database.
      if (field.db_length == 0) return isUnsigned(field) ? CellKind::kUInt64 : CellKind::kInt64;
      return isUnsigned(field) ? CellKind::kUInt32 : CellKind::kInt32;
    case MYSQL_TYPE_LONGLONG:
      return bigintKind(field, packing);
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
      return CellKind::kDouble;
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
      return packing & kPackDecimalAsDouble ? CellKind::kDouble : CellKind::kText;
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_DATETIME:
      return dateKind(field, packing);
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
      return packing & kPackDateOnlyAsMillis ? CellKind::kDateMillis : CellKind::kText;
    case MYSQL_TYPE_TIME:
    case MYSQL_TYPE_NULL:
    case MYSQL_TYPE_JSON:  // MySQL calls its character set binary, but it is always utf8mb4
      return CellKind::kText;
    case MYSQL_TYPE_BIT:
    case MYSQL_TYPE_GEOMETRY:
    case client::kTypeVector:
      return CellKind::kBytes;
    default:
      return textOrBytes(field);
  }
}

// What the server sent: as text where it is text, be it of a number or a date.
CellKind rawKind(const MYSQL_FIELD& field) {
  return usualKind(field, 0) == CellKind::kBytes ? CellKind::kBytes : CellKind::kText;
}

}  // namespace

ColumnPacking columnPackingOf(const MYSQL_FIELD& field, const Packing& packing) {
  const std::uint8_t rule = ruleOf(field, packing.raw);
  if (rule != 0) return {rawKind(field), rule};
  if (packing.flags & kPackAllAsBytes) return {CellKind::kBytes, 0};
  return {usualKind(field, packing.flags), 0};
}

void writeMetadata(const MYSQL_FIELD* fields, const std::vector<ColumnPacking>& columns,
                   std::string_view charset, std::string* block) {
  constexpr std::size_t kTextSize = sizeof(std::uint32_t);  // of its length
  constexpr std::size_t kNumbersSize = 4 * sizeof(std::uint8_t) + 3 * sizeof(std::uint32_t);
  std::size_t size = sizeof(std::uint32_t) + kTextSize + charset.size();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    size += kNumbersSize;
    for (const std::string_view text : textsOf(fields[i])) size += kTextSize + text.size();
  }
  BlockWriter writer(block, size);
  writer.number(static_cast<std::uint32_t>(columns.size()));
  writer.text(charset);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const MYSQL_FIELD& field = fields[i];
    writer.number(static_cast<std::uint8_t>(columns[i].kind));
    writer.number(static_cast<std::uint8_t>(field.type));
    writer.number(static_cast<std::uint8_t>(field.decimals));
    writer.number(columns[i].rule);
    writer.number(static_cast<std::uint32_t>(field.flags));
    writer.number(static_cast<std::uint32_t>(field.charsetnr));
    writer.number(static_cast<std::uint32_t>(field.length));
    for (const std::string_view text : textsOf(field)) writer.text(text);
  }
}

}  // namespace mysqldb
