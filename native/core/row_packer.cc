#include "core/row_packer.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/text_decoder.h"
#include "core/text_parser.h"

namespace mysqldb {
namespace {

// Where a value lies: `first` and `second` are the slot's low and high int32. Begin and end in the
// narrow area or in the bytes; ~begin and end in the wide area; ~0 and ~index of a side value.
std::uint64_t reference(std::int32_t first, std::int32_t second) {
  return static_cast<std::uint32_t>(first) |
         static_cast<std::uint64_t>(static_cast<std::uint32_t>(second)) << 32;
}
std::uint64_t rangeReference(std::size_t begin, std::size_t length) {
  return reference(static_cast<std::int32_t>(begin), static_cast<std::int32_t>(begin + length));
}
std::uint64_t wideReference(std::size_t begin, std::size_t length) {
  return reference(~static_cast<std::int32_t>(begin), static_cast<std::int32_t>(begin + length));
}
std::uint64_t sideReference(std::uint32_t index) {
  return reference(~0, ~static_cast<std::int32_t>(index));
}

template <typename Wire, typename Stored>
bool packInteger(std::string_view text, std::uint64_t* slot) {
  Wire value;
  if (!parseInteger(text, &value) || static_cast<Wire>(static_cast<Stored>(value)) != value)
    return false;
  storeSlot(static_cast<Stored>(value), slot);
  return true;
}

}  // namespace

void RowPacker::reset(std::vector<CellKind> kinds, bool as_columns) {
  as_columns_ = as_columns;
  kinds_ = std::move(kinds);
  null_slots_ = (kinds_.size() + 63) / 64;
  stride_ = null_slots_ + kinds_.size();
  clear();
}

void RowPacker::clear() {
  batch_.records.clear();
  batch_.rows = 0;
  batch_.narrow.clear();
  batch_.wide.clear();
  batch_.bytes.clear();
  batch_.side.clear();
  batch_.side_bytes = 0;
  if (!turned_.empty()) turned_ = RowBatch();
}

RowBatch& RowPacker::ready() {
  if (!as_columns_) return batch_;
  turned_ = turnedRound(kinds_, &batch_);
  return turned_;
}

RowBatch RowPacker::take() {
  if (as_columns_) {
    RowBatch turned = turnedRound(kinds_, &batch_);
    clear();
    return turned;
  }
  RowBatch batch = std::move(batch_);
  batch_ = RowBatch();
  batch_.records.reserve(batch.records.size());
  return batch;
}

bool RowPacker::full() const {
  return batch_.records.size() + stride_ > kMaxRecordSlots ||
         std::max({batch_.narrow.size(), batch_.wide.size() * 2, batch_.bytes.size()}) >=
             kAreaLimit - kAreaLimit / 16 ||
         batch_.side_bytes >= kAreaLimit;
}

std::uint64_t* RowPacker::beginRow() {
  if (stride_ > kMaxRecordSlots) return nullptr;
  const std::size_t begin = batch_.records.size();
  batch_.records.resize(begin + stride_);
  return batch_.records.data() + begin + null_slots_;
}

void RowPacker::setNull(std::size_t column) {
  std::uint64_t* nulls = batch_.records.data() + batch_.records.size() - stride_;
  nulls[column / 64] |= std::uint64_t{1} << (column % 64);
}

bool RowPacker::append(const char* const* cells, const unsigned long* lengths) {
  std::uint64_t* slot = beginRow();
  if (slot == nullptr) return false;
  for (std::size_t i = 0; i < kinds_.size(); ++i, ++slot) {
    if (cells[i] == nullptr) {
      setNull(i);
    } else if (!packCell(kinds_[i], std::string_view(cells[i], lengths[i]), slot)) {
      dropRow();
      return false;
    }
  }
  endRow();
  return true;
}

bool RowPacker::packCell(CellKind kind, std::string_view text, std::uint64_t* slot) {
  switch (kind) {
    case CellKind::kInt32:
      return packInteger<std::int64_t, std::int32_t>(text, slot);
    case CellKind::kUInt32:
      return packInteger<std::uint64_t, std::uint32_t>(text, slot);
    case CellKind::kInt64:
      return packInteger<std::int64_t, std::int64_t>(text, slot);
    case CellKind::kUInt64:
      return packInteger<std::uint64_t, std::uint64_t>(text, slot);
    case CellKind::kDouble: {
      double value;
      if (!parseDouble(text, &value)) return false;
      storeSlot(value, slot);
      return true;
    }
    case CellKind::kText:
      packText(text, slot);
      return true;
    case CellKind::kBytes:
      packBytes(text, slot);
      return true;
    case CellKind::kDateMillis:
    case CellKind::kDateMicros:
      return packDate(kind, text, slot);
  }
  return false;
}

bool RowPacker::packDate(CellKind kind, std::string_view text, std::uint64_t* slot) {
  std::int64_t micros;
  const bool exact =
      parseDateTime(text, &micros) && (kind == CellKind::kDateMicros || micros % 1000 == 0);
  if (!exact) {
    packDateText(text, slot);
  } else if (kind == CellKind::kDateMicros) {
    storeSlot(micros, slot);
  } else {
    storeSlot(static_cast<double>(micros / 1000), slot);
  }
  return true;
}

void RowPacker::packDateText(std::string_view text, std::uint64_t* slot) {
  *slot = kTextInstead | addSide(Latin1Text{std::string(text)}, text.size());
}

void RowPacker::packText(std::string_view text, std::uint64_t* slot) {
  NarrowArea& area = batch_.narrow;
  if (!area.hasRoomFor(text.size())) {
    packLongText(text, slot);
  } else if (copyAscii(text, area.end())) {
    *slot = rangeReference(area.size(), text.size());
    area.added(text.size());
  } else {
    packDecodedText(text, slot);
  }
}

void RowPacker::packLongText(std::string_view text, std::uint64_t* slot) {
  if (isAscii(text))
    *slot = sideReference(addSide(Latin1Text{std::string(text)}, text.size()));
  else
    packDecodedText(text, slot);
}

void RowPacker::packDecodedText(std::string_view text, std::uint64_t* slot) {
  NarrowArea& area = batch_.narrow;
  if (decodeUtf8(text, &narrow_text_, &wide_text_)) {
    if (area.hasRoomFor(narrow_text_.size())) {
      *slot = rangeReference(area.size(), narrow_text_.size());
      std::memcpy(area.end(), narrow_text_.data(), narrow_text_.size());
      area.added(narrow_text_.size());
    } else {
      *slot = sideReference(addSide(Latin1Text{narrow_text_}, narrow_text_.size()));
    }
  } else if (batch_.wide.size() * 2 + wide_text_.size() * 2 <= kAreaLimit) {
    *slot = wideReference(batch_.wide.size(), wide_text_.size());
    batch_.wide.append(wide_text_);
  } else {
    *slot = sideReference(addSide(wide_text_, wide_text_.size() * 2));
  }
}

void RowPacker::packBytes(std::string_view data, std::uint64_t* slot) {
  if (batch_.bytes.size() + data.size() <= kAreaLimit) {
    *slot = rangeReference(batch_.bytes.size(), data.size());
    batch_.bytes.append(data);
  } else {
    *slot = sideReference(addSide(Bytes{std::string(data)}, data.size()));
  }
}

std::uint32_t RowPacker::addSide(SideValue value, std::size_t size) {
  batch_.side.push_back(std::move(value));
  batch_.side_bytes += size;
  return static_cast<std::uint32_t>(batch_.side.size() - 1);
}

}  // namespace mysqldb
