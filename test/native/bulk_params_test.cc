#include "core/bulk_params.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "suites.h"

namespace mysqldb::test {
namespace {

constexpr std::size_t kCapacity = 4;
constexpr char kHasNulls = static_cast<char>(0x80);

char kindOf(BulkKind kind) { return static_cast<char>(kind); }

// The cells of `columns` columns, as TypeScript packs them.
class Cells {
 public:
  explicit Cells(std::size_t columns) : columns_(columns), bytes_(columns * kCapacity * 9, '\0') {}

  template <typename T>
  void set(std::size_t column, std::size_t row, T value) {
    std::memcpy(bytes_.data() + column * kCapacity * 8 + row * sizeof(T), &value, sizeof(T));
  }
  void setNull(std::size_t column, std::size_t row) {
    bytes_[(columns_ * 8 + column) * kCapacity + row] = 1;
  }
  // In a block of its own, so that a sanitizer sees who reads on.
  const std::vector<char>& bytes() const { return bytes_; }

 private:
  std::size_t columns_;
  std::vector<char> bytes_;
};

BulkBlock blockOf(std::uint32_t rows, const std::string& kinds, const Cells& cells,
                  const std::string& text = {}) {
  return {.rows = rows,
          .capacity = kCapacity,
          .kinds = kinds,
          .cells = {cells.bytes().data(), cells.bytes().size()},
          .text = text};
}

void testNumbers(Checks& checks) {
  checks.begin("numbers are bound by the kind of their column");
  Cells cells(4);
  for (std::size_t row = 0; row < 2; ++row) {
    cells.set(0, row, row == 0 ? 7.0 : -2147483648.0);
    cells.set(1, row, row == 0 ? 9007199254740992.0 : -1.0);
    cells.set(2, row, row == 0 ? 1.5 : 2.0);
    cells.set(3, row, row == 0 ? ~std::uint64_t{0} : std::uint64_t{1});
  }
  const std::string kinds = {kindOf(BulkKind::kInt32), kindOf(BulkKind::kInt64),
                             kindOf(BulkKind::kDouble), kindOf(BulkKind::kUBig)};
  BulkParams params;
  checks.isTrue(params.load(blockOf(2, kinds, cells), 4));
  const MYSQL_BIND* binds = params.binds();
  checks.equal(static_cast<const std::int32_t*>(binds[0].buffer)[1], -2147483647 - 1);
  checks.equal(static_cast<const std::int64_t*>(binds[1].buffer)[0], 9007199254740992);
  checks.equal(static_cast<const std::int64_t*>(binds[1].buffer)[1], -1);
  checks.equal(static_cast<const double*>(binds[2].buffer)[0], 1.5);
  checks.equal(static_cast<const std::uint64_t*>(binds[3].buffer)[0], ~std::uint64_t{0});
  checks.isTrue(binds[3].is_unsigned);
  checks.isTrue(!binds[1].is_unsigned);
}

void testTexts(Checks& checks) {
  checks.begin("texts lie row by row");
  Cells cells(2);
  for (std::uint32_t row = 0; row < 2; ++row) {
    cells.set(0, row, std::uint32_t{row + 1});
    cells.set(1, row, std::uint32_t{row == 0 ? 2U : 0U});
  }
  cells.setNull(1, 1);
  const std::string kinds = {kindOf(BulkKind::kText),
                             static_cast<char>(kindOf(BulkKind::kBytes) | kHasNulls)};
  const std::string text = "abbcc";
  BulkParams params;
  checks.isTrue(params.load(blockOf(2, kinds, cells, text), 2));
  const auto cell = [&](std::size_t column, std::size_t row) {
    const MYSQL_BIND& bind = params.binds()[column];
    return std::string(static_cast<const char* const*>(bind.buffer)[row], bind.length[row]);
  };
  checks.equal(cell(0, 0), std::string("a"));
  checks.equal(cell(1, 0), std::string("bb"));
  checks.equal(cell(0, 1), std::string("cc"));
  checks.equal(cell(1, 1), std::string());
}

void testRefusals(Checks& checks) {
  checks.begin("a block that lies about itself is refused");
  Cells cells(1);
  cells.set(0, 0, std::uint32_t{4});
  const std::string text(1, kindOf(BulkKind::kText));
  BulkParams params;
  checks.isTrue(params.load(blockOf(1, text, cells, "four"), 1));
  checks.isTrue(!params.load(blockOf(1, text, cells, "les"), 1), "text too short");
  checks.isTrue(!params.load(blockOf(1, text, cells, "four"), 2), "other count");
  checks.isTrue(!params.load(blockOf(0, text, cells), 1), "no rows");
  checks.isTrue(!params.load(blockOf(kCapacity + 1, text, cells), 1), "more rows than room");
  checks.isTrue(!params.load(blockOf(1, std::string(1, 8), cells), 1), "no such kind");
  BulkBlock large = blockOf(1, text, cells, "four");
  large.capacity = 5;
  checks.isTrue(!params.load(large, 1), "cells too short");
}

}  // namespace

void testBulkParams(Checks& checks) {
  testNumbers(checks);
  testTexts(checks);
  testRefusals(checks);
}

}  // namespace mysqldb::test
