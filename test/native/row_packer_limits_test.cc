#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/row_packer.h"
#include "random.h"
#include "suites.h"
#include "unpacked.h"

namespace mysqldb::test {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::u16string repeated(char16_t unit, std::size_t times) { return std::u16string(times, unit); }

void textsAroundTheLimit(Checks& checks) {
  checks.begin("a text that fits an area lies there, a longer one beside it, in each alphabet");
  struct Alphabet {
    std::string_view utf8;
    char16_t unit;
    std::size_t bytes;  // of a character in its area
  };
  for (const auto& [utf8, unit, bytes] : {Alphabet{"a", u'a', 1}, {"ÿ", u'ÿ', 1}, {"€", u'€', 2}}) {
    for (const int more : {-1, 0, 1}) {
      const std::size_t length = kAreaLimit / bytes + static_cast<std::size_t>(more);
      RowPacker packer;
      packer.reset({CellKind::kText, CellKind::kText});
      checks.isTrue(append(packer, {repeated(utf8, length), std::string(utf8)}));
      const Unpacked unpacked(packer.batch(), 2);
      checks.isTrue(unpacked.text(0, 0) == repeated(unit, length));
      checks.isTrue(unpacked.text(0, 1) == repeated(unit, 1));
      checks.equal(unpacked.isSide(0, 0), more > 0);
      checks.equal(unpacked.isSide(0, 1), more == 0);  // what came first has filled the area
      checks.isTrue(packer.full());
    }
  }
}

void bytesAroundTheLimit(Checks& checks) {
  checks.begin("bytes around the limit");
  for (const int more : {-1, 0, 1}) {
    const std::string data(kAreaLimit + static_cast<std::size_t>(more), '\xE2');
    RowPacker packer;
    packer.reset({CellKind::kBytes});
    checks.isTrue(append(packer, {data}));
    checks.isTrue(Unpacked(packer.batch(), 1).bytes(0, 0) == data);
    checks.equal(Unpacked(packer.batch(), 1).isSide(0, 0), more > 0);
    checks.isTrue(packer.full());
  }
}

void mixedSides(Checks& checks) {
  checks.begin("values beside the areas keep their kinds and their order");
  RowPacker packer;
  packer.reset(
      {CellKind::kText, CellKind::kText, CellKind::kBytes, CellKind::kDateMillis, CellKind::kText});
  const std::size_t large = kAreaLimit + 7;
  checks.isTrue(append(packer, {repeated("a", large), repeated("€", large), repeated("b", large),
                                "0000-00-00", repeated("ÿ", large)}));
  const Unpacked unpacked(packer.batch(), 5);
  checks.isTrue(unpacked.text(0, 0) == repeated(u'a', large));
  checks.isTrue(unpacked.text(0, 1) == repeated(u'€', large));
  checks.isTrue(unpacked.bytes(0, 2) == repeated("b", large));
  checks.equal(unpacked.textInstead(0, 3).value_or(""), "0000-00-00");
  checks.isTrue(unpacked.text(0, 4) == repeated(u'ÿ', large));
  checks.equal(packer.batch().side.size(), std::size_t{5});
  checks.equal(packer.batch().side_bytes, large * 5 + 10);
}

void largeValue(Checks& checks) {
  checks.begin("values of 16 MiB");
  const std::string text = repeated("0123456789abcdef", 1024 * 1024);
  RowPacker packer;
  packer.reset({CellKind::kText, CellKind::kBytes});
  checks.isTrue(append(packer, {text, text}));
  checks.isTrue(Unpacked(packer.batch(), 2).text(0, 0) == std::u16string(text.begin(), text.end()));
  checks.isTrue(Unpacked(packer.batch(), 2).bytes(0, 1) == text);
}

// Appends rows until the batch wants no more; the areas must keep their bounds all the while.
void fill(Checks& checks, RowPacker& packer, std::size_t columns, Random& random) {
  const std::vector<std::string> parts = {"a", "longer text", "ü", "€", "😀 wide", ""};
  while (!packer.full()) {
    Cells cells;
    for (std::size_t i = 0; i < columns; ++i) {
      if (random.below(10) == 0)
        cells.push_back(std::nullopt);
      else
        cells.push_back(repeated(parts[random.below(parts.size())], random.below(40)));
    }
    checks.isTrue(append(packer, cells));
    const RowBatch& batch = packer.batch();
    checks.isTrue(batch.records.size() <= kMaxRecordSlots);
    checks.isTrue(std::max({batch.narrow.size(), batch.wide.size() * 2, batch.bytes.size()}) <=
                  kAreaLimit);
  }
}

void boundedBatches(Checks& checks) {
  checks.begin("no batch outgrows the scratch buffer or its areas");
  Random random(11);
  for (const std::size_t columns : {1, 2, 10, 64, 65, 200, 1000, 4096}) {
    for (const CellKind kind : {CellKind::kText, CellKind::kBytes}) {
      RowPacker packer;
      packer.reset(std::vector<CellKind>(columns, kind));
      fill(checks, packer, columns, random);
      checks.isTrue(packer.batch().rows >= 1);
    }
  }
  checks.begin("rows of NULLs only fill a batch too");
  RowPacker packer;
  packer.reset({CellKind::kText});
  while (!packer.full()) checks.isTrue(append(packer, {std::nullopt}));
  checks.equal(packer.batch().records.size(), kMaxRecordSlots);
}

void widestRow(Checks& checks) {
  checks.begin("the widest row that a server sends fits");
  RowPacker packer;
  packer.reset(std::vector<CellKind>(4096, CellKind::kInt32));
  checks.isTrue(append(packer, Cells(4096, "7")));
  checks.equal(Unpacked(packer.batch(), 4096).slot(0, 4095), 7u);
  checks.begin("a wider row, of a hostile server, is refused: it would not fit the scratch buffer");
  for (const std::size_t columns : {std::size_t{9000}, std::size_t{65535}}) {
    packer.reset(std::vector<CellKind>(columns, CellKind::kInt32));
    const bool accepted = append(packer, Cells(columns, "7"));
    checks.isTrue(!accepted || packer.batch().records.size() <= kMaxRecordSlots);
  }
}

}  // namespace

void testRowPackerLimits(Checks& checks) {
  textsAroundTheLimit(checks);
  bytesAroundTheLimit(checks);
  mixedSides(checks);
  largeValue(checks);
  boundedBatches(checks);
  widestRow(checks);
}

}  // namespace mysqldb::test
