#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "core/row_packer.h"
#include "random.h"
#include "suites.h"
#include "unpacked.h"

namespace mysqldb::test {
namespace {

using Cells = std::vector<std::optional<std::string>>;

/// Reads a batch of columns as JavaScript does, written from docs/buffer-formats.md.
class Columns {
 public:
  Columns(const RowBatch& batch, std::vector<CellKind> kinds)
      : batch_(batch), kinds_(std::move(kinds)) {}

  bool isNull(std::size_t row, std::size_t column) const {
    const std::uint32_t bitmap = word(column * kTableWords + 1);
    return bitmap != 0 && (word(bitmap + row / 32) >> (row % 32) & 1) != 0;
  }
  bool hasBitmap(std::size_t column) const { return word(column * kTableWords + 1) != 0; }

  std::uint64_t number(std::size_t row, std::size_t column) const {
    const std::uint32_t values = word(column * kTableWords);
    if (kinds_[column] <= CellKind::kUInt32) return word(values + row);
    return batch_.columns.slots.at(values / 2 + row);
  }
  std::string text(std::size_t row, std::size_t column) const {
    const std::uint32_t values = word(column * kTableWords);
    const std::uint32_t begin = row == 0 ? 0 : word(values + row - 1);
    const std::uint32_t first = word(column * kTableWords + 2);
    return std::string(batch_.columns.textView().substr(first + begin, word(values + row) - begin));
  }
  std::string textInstead(std::size_t row, std::size_t column) const {
    const std::uint64_t slot = number(row, column);
    if (slot >> 32 != kTextInstead >> 32) return "";
    return std::get<Latin1Text>(batch_.side.at(static_cast<std::uint32_t>(slot))).text;
  }

 private:
  std::uint32_t word(std::size_t index) const {
    return static_cast<std::uint32_t>(batch_.columns.slots.at(index / 2) >> (index % 2 * 32));
  }

  const RowBatch& batch_;
  std::vector<CellKind> kinds_;
};

void everyKind(Checks& checks) {
  checks.begin("each kind of column has the values of its cells, and tells its NULLs");
  const std::vector<CellKind> kinds = {
      CellKind::kInt32,      CellKind::kUInt32,    CellKind::kInt64, CellKind::kUInt64,
      CellKind::kDouble,     CellKind::kText,      CellKind::kBytes, CellKind::kText,
      CellKind::kDateMillis, CellKind::kDateMicros};
  const std::vector<Cells> rows = {
      {"-1", "4294967295", "-5", "18446744073709551615", "1.5", "one", std::string("\0\xFF", 2),
       "ÿ", "1970-01-01 00:00:01", "1970-01-01 00:00:00.000001"},
      {std::nullopt, "2", std::nullopt, "4", "2.5", std::nullopt, std::nullopt, "€😀", "0000-00-00",
       std::nullopt},
      {"3", "3", "3", "3", "3", "", "", std::string(kAreaLimit, 'x') + "é", std::nullopt,
       "0000-00-01 00:00:00"},
  };
  RowPacker packer;
  packer.reset(kinds, true);
  for (const Cells& row : rows) checks.isTrue(append(packer, row));
  const RowBatch batch = packer.take();
  checks.isTrue(packer.empty());
  checks.equal(batch.rows, 3u);
  const Columns columns(batch, kinds);
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < kinds.size(); ++column)
      checks.equal(columns.isNull(row, column), !rows[row][column].has_value());
  checks.isTrue(!columns.hasBitmap(1));
  checks.equal(columns.number(0, 0), std::uint64_t{0xFFFF'FFFF});
  checks.equal(columns.number(0, 1), std::uint64_t{0xFFFF'FFFF});
  checks.equal(static_cast<std::int64_t>(columns.number(0, 2)), std::int64_t{-5});
  checks.equal(columns.number(0, 3), ~std::uint64_t{0});
  checks.equal(std::bit_cast<double>(columns.number(1, 4)), 2.5);
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (const std::size_t column : {5u, 6u, 7u})
      checks.isTrue(columns.text(row, column) == rows[row][column].value_or(""));
  checks.equal(std::bit_cast<double>(columns.number(0, 8)), 1000.0);
  checks.equal(columns.textInstead(1, 8), "0000-00-00");
  checks.equal(columns.number(0, 9), std::uint64_t{1});
  checks.equal(columns.textInstead(2, 9), "0000-00-01 00:00:00");
  checks.equal(batch.side.size(), std::size_t{2});  // the long text is among the others
  checks.equal(batch.side_bytes, std::size_t{29});
  checks.isTrue(batch.memory() >= kAreaLimit + 29);
}

void generated(Checks& checks) {
  checks.begin("generated rows, in batches of any size, are as they were packed");
  Random random(20);
  const std::vector<std::string> texts = {"", "a", "plain text", "Århus", "日本", "a😀b"};
  for (const std::size_t width : {1u, 31u, 64u, 65u, 200u}) {
    const std::vector<CellKind> kinds(width, CellKind::kText);
    RowPacker packer;
    packer.reset(kinds, true);
    for (int batches = 0; batches < 3; ++batches) {
      std::vector<Cells> rows(1 + random.below(40));
      for (Cells& row : rows) {
        row.resize(width);
        for (auto& cell : row)
          if (random.below(4) > 0) cell = texts[random.below(texts.size())];
        checks.isTrue(append(packer, row));
      }
      const Columns columns(packer.ready(), kinds);
      for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < width; ++column) {
          checks.equal(columns.isNull(row, column), !rows[row][column].has_value());
          checks.isTrue(columns.text(row, column) == rows[row][column].value_or(""));
        }
      }
      packer.clear();
    }
  }
}

void fits(Checks& checks) {
  checks.begin("the slots of a full batch of any width fit the buffer of columns");
  for (const std::size_t width : {1u, 2u, 63u, 64u, 65u, 1000u, 4096u}) {
    RowPacker packer;
    packer.reset(std::vector<CellKind>(width, CellKind::kInt64), true);
    Cells row(width, "1");
    while (!packer.full()) {
      checks.isTrue(append(packer, row));
      for (auto& cell : row) cell.reset();  // so that each column has a bitmap
    }
    checks.isTrue(packer.ready().columns.slots.size() * 8 <= kColumnBytes);
  }
}

}  // namespace

void testColumnBlock(Checks& checks) {
  everyKind(checks);
  generated(checks);
  fits(checks);
}

}  // namespace mysqldb::test
