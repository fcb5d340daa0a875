#include "core/column_block.h"

#include <cstring>
#include <utility>

#include "core/row_batch.h"
#include "core/text_decoder.h"

namespace mysqldb {
namespace {

std::int32_t lowWord(std::uint64_t slot) { return static_cast<std::int32_t>(slot); }
std::int32_t highWord(std::uint64_t slot) { return static_cast<std::int32_t>(slot >> 32); }

bool isDate(CellKind kind) {
  return kind == CellKind::kDateMillis || kind == CellKind::kDateMicros;
}

// Of the UTF-8 at most.
std::size_t utf8Size(std::string_view latin1) {
  return isAscii(latin1) ? latin1.size() : latin1.size() * 2;
}

struct SideSize {
  std::size_t operator()(const Latin1Text& value) const { return utf8Size(value.text); }
  std::size_t operator()(const std::u16string& value) const { return value.size() * 3; }
  std::size_t operator()(const Bytes& value) const { return value.data.size(); }
};

// Writes the texts of a batch one after the other. Each has one cell, so that there is room for
// all.
class TextWriter {
 public:
  explicit TextWriter(const RowBatch& rows)
      : rows_(rows),
        ascii_(isAscii(rows.narrow.view())),
        capacity_(room()),
        bytes_(std::make_unique_for_overwrite<char[]>(capacity_)) {}

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  std::unique_ptr<char[]> release() { return std::move(bytes_); }

  // The text or the bytes that a slot refers to; row_packer.cc has made the reference.
  void write(CellKind kind, std::uint64_t slot) {
    const std::int32_t begin = lowWord(slot);
    const std::int32_t end = highWord(slot);
    if (begin >= 0) {
      const auto length = static_cast<std::size_t>(end - begin);
      if (kind == CellKind::kBytes)
        copy(std::string_view(rows_.bytes).substr(begin, length));
      else
        latin1(rows_.narrow.view().substr(begin, length), ascii_);
    } else if (end >= 0) {
      utf16(std::u16string_view(rows_.wide).substr(~begin, end - ~begin));
    } else {
      side(rows_.side[~end]);
    }
  }

 private:
  std::size_t room() const {
    std::size_t size = rows_.narrow.size() * (ascii_ ? 1 : 2);
    size += rows_.wide.size() * 3 + rows_.bytes.size();
    for (const SideValue& value : rows_.side) size += std::visit(SideSize{}, value);
    return size;
  }

  void side(const SideValue& value) {
    if (const auto* narrow = std::get_if<Latin1Text>(&value))
      latin1(narrow->text, isAscii(narrow->text));
    else if (const auto* wide = std::get_if<std::u16string>(&value))
      utf16(*wide);
    else
      copy(std::get<Bytes>(value).data);
  }

  void copy(std::string_view bytes) {
    std::memcpy(bytes_.get() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  void latin1(std::string_view text, bool ascii) {
    if (ascii) return copy(text);
    for (const char character : text) codePoint(static_cast<unsigned char>(character));
  }

  // There is no half of a pair without the other: the text came as UTF-8.
  void utf16(std::u16string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool high = (text[i] & 0xFC00) == 0xD800 && i + 1 < text.size();
      if (high) {
        codePoint(0x10000 + ((text[i] & 0x3FFu) << 10) + (text[i + 1] & 0x3FFu));
        ++i;
      } else {
        codePoint(text[i]);
      }
    }
  }

  void codePoint(std::uint32_t code) {
    const auto put = [this](std::uint32_t byte) { bytes_[size_++] = static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
      put(0xC0 | code >> 6);
    } else {
      if (code < 0x10000) {
        put(0xE0 | code >> 12);
      } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
      }
      put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
  }

  const RowBatch& rows_;
  const bool ascii_;
  const std::size_t capacity_;
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

class Turner {
 public:
  Turner(const std::vector<CellKind>& kinds, RowBatch* rows)
      : kinds_(kinds),
        rows_(*rows),
        null_slots_((kinds.size() + 63) / 64),
        stride_(null_slots_ + kinds.size()),
        text_(*rows) {}

  RowBatch turn() {
    result_.rows = rows_.rows;
    slots().reserve(rows_.records.size() + 3 * kinds_.size() + rows_.records.size() / 32);
    slots().resize(kinds_.size() * kTableWords / 2);
    for (std::size_t column = 0; column < kinds_.size(); ++column) turnColumn(column);
    result_.columns.text_size = text_.size();
    result_.columns.text_capacity = text_.capacity();
    result_.columns.text = text_.release();
    return std::move(result_);
  }

 private:
  std::vector<std::uint64_t>& slots() { return result_.columns.slots; }

  std::uint64_t cell(std::size_t row, std::size_t column) const {
    return rows_.records[row * stride_ + null_slots_ + column];
  }

  void turnColumn(std::size_t column) {
    const std::size_t nulls = turnNulls(column);
    const std::size_t begin = text_.size();
    const std::size_t values = turnValues(column, begin);
    // Too long a text is told by an end before its begin.
    const bool fits = text_.size() <= kMostText;
    const std::uint32_t entry[kTableWords] = {static_cast<std::uint32_t>(values * 2),
                                              static_cast<std::uint32_t>(nulls * 2),
                                              fits ? static_cast<std::uint32_t>(begin) : 1,
                                              fits ? static_cast<std::uint32_t>(text_.size()) : 0};
    std::memcpy(slots().data() + column * kTableWords / 2, entry, sizeof(entry));
  }

  // Where the bitmap of the column begins, a bit for each NULL; 0 when it has none.
  std::size_t turnNulls(std::size_t column) {
    const std::uint64_t* word = rows_.records.data() + column / 64;
    const unsigned int bit = column % 64;
    std::size_t place = 0;
    for (std::size_t row = 0; row < rows_.rows; ++row, word += stride_) {
      if ((*word >> bit & 1) == 0) continue;
      if (place == 0) {
        place = slots().size();
        slots().resize(place + (rows_.rows + 63) / 64);
      }
      slots()[place + row / 64] |= std::uint64_t{1} << (row % 64);
    }
    return place;
  }

  // Where the values of the column begin.
  std::size_t turnValues(std::size_t column, std::size_t text_begin) {
    const std::size_t place = slots().size();
    switch (kinds_[column]) {
      case CellKind::kInt32:
      case CellKind::kUInt32:
        turnWords([&](std::size_t row) { return lowWord(cell(row, column)); });
        break;
      case CellKind::kText:
      case CellKind::kBytes:
        turnTexts(column, text_begin);
        break;
      default:
        slots().resize(place + rows_.rows);
        for (std::size_t row = 0; row < rows_.rows; ++row) slots()[place + row] = cell(row, column);
        if (isDate(kinds_[column])) moveDateTexts(place);
    }
    return place;
  }

  // Where each text ends, counted from the first one's begin. The slot of a NULL is that of an
  // empty text.
  void turnTexts(std::size_t column, std::size_t text_begin) {
    const CellKind kind = kinds_[column];
    turnWords([&](std::size_t row) {
      text_.write(kind, cell(row, column));
      return static_cast<std::int32_t>(text_.size() - text_begin);
    });
  }

  template <typename Word>
  void turnWords(Word word) {
    const std::size_t place = slots().size();
    slots().resize(place + (rows_.rows + 1) / 2);
    auto* to = reinterpret_cast<std::int32_t*>(slots().data() + place);
    for (std::size_t row = 0; row < rows_.rows; ++row) to[row] = word(row);
  }

  void moveDateTexts(std::size_t place) {
    for (std::size_t row = 0; row < rows_.rows; ++row) {
      std::uint64_t& slot = slots()[place + row];
      if ((slot & ~std::uint64_t{0xFFFF'FFFF}) != kTextInstead) continue;
      result_.side.push_back(std::move(rows_.side[static_cast<std::uint32_t>(slot)]));
      result_.side_bytes += std::get<Latin1Text>(result_.side.back()).text.size();
      slot = kTextInstead | (result_.side.size() - 1);
    }
  }

  const std::vector<CellKind>& kinds_;
  RowBatch& rows_;
  const std::size_t null_slots_;
  const std::size_t stride_;
  TextWriter text_;
  RowBatch result_;
};

}  // namespace

RowBatch turnedRound(const std::vector<CellKind>& kinds, RowBatch* rows) {
  return Turner(kinds, rows).turn();
}

}  // namespace mysqldb
