// Reads packed rows as JavaScript does, written from docs/buffer-formats.md.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/row_batch.h"
#include "core/row_packer.h"

namespace mysqldb::test {

/// The rows of a batch with so many columns; cells are empty for NULL.
class Unpacked {
 public:
  Unpacked(const RowBatch& batch, std::size_t columns)
      : batch_(batch), nulls_((columns + 63) / 64), stride_(nulls_ + columns) {}

  bool isNull(std::size_t row, std::size_t column) const {
    return (batch_.records.at(row * stride_ + column / 64) >> (column % 64)) & 1;
  }
  std::uint64_t slot(std::size_t row, std::size_t column) const {
    return batch_.records.at(row * stride_ + nulls_ + column);
  }
  double number(std::size_t row, std::size_t column) const {
    return std::bit_cast<double>(slot(row, column));
  }

  bool isWide(std::size_t row, std::size_t column) const {
    const auto [begin, end] = words(row, column);
    return begin < 0 && end >= 0;
  }
  bool isSide(std::size_t row, std::size_t column) const {
    const auto [begin, end] = words(row, column);
    return begin < 0 && end < 0;
  }

  /// A text as UTF-16, from whatever area.
  std::u16string text(std::size_t row, std::size_t column) const {
    const auto [begin, end] = words(row, column);
    if (begin >= 0) return widened(part(std::string(batch_.narrow.view()), begin, end));
    if (end >= 0) return part(batch_.wide, ~begin, end);
    const SideValue& value = batch_.side.at(static_cast<std::size_t>(~end));
    if (const auto* wide = std::get_if<std::u16string>(&value)) return *wide;
    return widened(std::get<Latin1Text>(value).text);
  }

  std::string bytes(std::size_t row, std::size_t column) const {
    const auto [begin, end] = words(row, column);
    if (begin >= 0) return part(batch_.bytes, begin, end);
    return std::get<Bytes>(batch_.side.at(static_cast<std::size_t>(~end))).data;
  }

  /// The text that stands for a date, if one does.
  std::optional<std::string> textInstead(std::size_t row, std::size_t column) const {
    const std::uint64_t value = slot(row, column);
    if (value >> 32 != 0x7FF8'0000) return std::nullopt;
    return std::get<Latin1Text>(batch_.side.at(static_cast<std::uint32_t>(value))).text;
  }

 private:
  std::pair<std::int32_t, std::int32_t> words(std::size_t row, std::size_t column) const {
    const std::uint64_t value = slot(row, column);
    return {static_cast<std::int32_t>(value), static_cast<std::int32_t>(value >> 32)};
  }

  template <typename Text>
  static Text part(const Text& area, std::int32_t begin, std::int32_t end) {
    return area.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  }

  static std::u16string widened(const std::string& latin1) {
    std::u16string text;
    for (const char c : latin1) text.push_back(static_cast<unsigned char>(c));
    return text;
  }

  const RowBatch& batch_;
  std::size_t nulls_;
  std::size_t stride_;
};

using Cells = std::vector<std::optional<std::string>>;

/// A row as the client gives it.
class WireRow {
 public:
  explicit WireRow(Cells cells) : values_(std::move(cells)) {
    for (const auto& value : values_) {
      cells_.push_back(value ? value->data() : nullptr);
      lengths_.push_back(value ? value->size() : 0);
    }
  }
  const char* const* cells() const { return cells_.data(); }
  const unsigned long* lengths() const { return lengths_.data(); }

 private:
  Cells values_;
  std::vector<const char*> cells_;
  std::vector<unsigned long> lengths_;
};

inline bool append(RowPacker& packer, Cells cells) {
  const WireRow row(std::move(cells));
  return packer.append(row.cells(), row.lengths());
}

}  // namespace mysqldb::test
