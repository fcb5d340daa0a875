#include "core/row_packer.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "random.h"
#include "suites.h"
#include "unpacked.h"

namespace mysqldb::test {
namespace {

// One cell in a batch of its own.
std::optional<RowBatch> packOne(CellKind kind, const std::string& text) {
  RowPacker packer;
  packer.reset({kind});
  if (!append(packer, {text})) return std::nullopt;
  return packer.take();
}

std::optional<std::uint64_t> slotOf(CellKind kind, const std::string& text) {
  const auto batch = packOne(kind, text);
  if (!batch) return std::nullopt;
  return Unpacked(*batch, 1).slot(0, 0);
}

void accepted(Checks& checks, CellKind kind, const std::string& text, std::uint64_t slot) {
  const auto packed = slotOf(kind, text);
  checks.isTrue(packed.has_value(), text);
  if (packed) checks.equal(*packed, slot, text);
}

void integers(Checks& checks) {
  checks.begin("integers fill their slot, narrower ones with zeros above");
  accepted(checks, CellKind::kInt32, "-1", 0xFFFFFFFF);
  accepted(checks, CellKind::kInt32, "2147483647", 0x7FFFFFFF);
  accepted(checks, CellKind::kInt32, "-2147483648", 0x80000000);
  accepted(checks, CellKind::kInt32, "0000000042", 42);
  accepted(checks, CellKind::kUInt32, "4294967295", 0xFFFFFFFF);
  accepted(checks, CellKind::kInt64, "-1", ~std::uint64_t{0});
  accepted(checks, CellKind::kInt64, "-9223372036854775808", std::uint64_t{1} << 63);
  accepted(checks, CellKind::kUInt64, "18446744073709551615", ~std::uint64_t{0});

  checks.begin("what does not fit its column's type is refused");
  for (const char* text : {"2147483648", "-2147483649", "", "x", "1.5", "9223372036854775808"})
    checks.isTrue(!slotOf(CellKind::kInt32, text), text);
  for (const char* text : {"4294967296", "-1", ""})
    checks.isTrue(!slotOf(CellKind::kUInt32, text), text);
  for (const char* text : {"9223372036854775808", "", "-"})
    checks.isTrue(!slotOf(CellKind::kInt64, text), text);
  for (const char* text : {"18446744073709551616", "-1", ""})
    checks.isTrue(!slotOf(CellKind::kUInt64, text), text);
  for (const char* text : {"", "x", "1e", "1,5"})
    checks.isTrue(!slotOf(CellKind::kDouble, text), text);
}

void dates(Checks& checks) {
  checks.begin("dates are milliseconds as a double, or microseconds as an int64");
  const std::string moment = "1969-12-31 23:59:59.999";
  accepted(checks, CellKind::kDateMillis, moment, std::bit_cast<std::uint64_t>(-1.0));
  accepted(checks, CellKind::kDateMicros, moment, static_cast<std::uint64_t>(-1000));
  accepted(checks, CellKind::kDateMicros, "1970-01-01 00:00:00.000001", 1);

  checks.begin("the last and the first date are no text");
  for (const char* text : {"9999-12-31 23:59:59.999", "0001-01-01 00:00:00"})
    for (const CellKind kind : {CellKind::kDateMillis, CellKind::kDateMicros}) {
      const auto batch = packOne(kind, text);
      checks.isTrue(batch && !Unpacked(*batch, 1).textInstead(0, 0), text);
    }

  checks.begin("what is no date is kept as its text");
  for (const char* text : {"0000-00-00 00:00:00", "2024-00-10", "", "whatever a server says"})
    for (const CellKind kind : {CellKind::kDateMillis, CellKind::kDateMicros}) {
      const auto batch = packOne(kind, text);
      checks.isTrue(batch.has_value(), text);
      checks.equal(Unpacked(*batch, 1).textInstead(0, 0).value_or("(a date)"), text);
      if (kind == CellKind::kDateMillis)
        checks.isTrue(std::isnan(Unpacked(*batch, 1).number(0, 0)), text);
    }

  checks.begin("microseconds are not cut off where only milliseconds are expected");
  const auto batch = packOne(CellKind::kDateMillis, "2024-01-01 00:00:00.123456");
  checks.isTrue(batch && Unpacked(*batch, 1).textInstead(0, 0).has_value());
}

void nullsOf(Checks& checks, std::size_t columns) {
  Random random(columns);
  RowPacker packer;
  packer.reset(std::vector<CellKind>(columns, CellKind::kInt32));
  std::vector<Cells> rows;
  for (int i = 0; i < 8; ++i) {
    Cells cells;
    for (std::size_t column = 0; column < columns; ++column)
      cells.push_back(random.below(3) == 0 || i == 7
                          ? std::nullopt
                          : std::optional(std::to_string(random.below(1 << 30))));
    rows.push_back(cells);
    checks.isTrue(append(packer, cells));
  }
  const RowBatch batch = packer.take();
  const Unpacked unpacked(batch, columns);
  checks.equal(batch.rows, rows.size());
  checks.equal(batch.records.size(), rows.size() * ((columns + 63) / 64 + columns));
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < columns; ++column) {
      const auto& cell = rows[row][column];
      checks.equal(unpacked.isNull(row, column), !cell.has_value());
      checks.equal(unpacked.slot(row, column), cell ? std::stoull(*cell) : 0);
    }
}

void nulls(Checks& checks) {
  checks.begin("each NULL has its bit, with 1 to 200 columns");
  for (std::size_t columns = 1; columns <= 200; ++columns) nullsOf(checks, columns);
}

void emptyValues(Checks& checks) {
  checks.begin("empty values are no NULLs");
  RowPacker packer;
  packer.reset({CellKind::kText, CellKind::kBytes, CellKind::kText});
  checks.isTrue(append(packer, {"", "", std::nullopt}));
  const RowBatch batch = packer.take();
  const Unpacked unpacked(batch, 3);
  checks.equal(unpacked.text(0, 0), u"");
  checks.equal(unpacked.bytes(0, 1), "");
  checks.isTrue(!unpacked.isNull(0, 0) && !unpacked.isNull(0, 1) && unpacked.isNull(0, 2));
  checks.isTrue(!unpacked.isSide(0, 0) && !unpacked.isWide(0, 0));
}

void areas(Checks& checks) {
  checks.begin("texts lie where their characters fit, bytes as they are");
  RowPacker packer;
  packer.reset({CellKind::kText, CellKind::kText, CellKind::kText, CellKind::kBytes});
  const std::string any = std::string("\0\xFF\xE2", 3);
  for (int i = 0; i < 3; ++i) checks.isTrue(append(packer, {"abc", "naïve", "ni€", any}));
  const RowBatch batch = packer.take();
  const Unpacked unpacked(batch, 4);
  checks.equal(std::string(batch.narrow.view()),
               "abcna\xEFve"
               "abcna\xEFve"
               "abcna\xEFve");
  checks.equal(batch.wide, u"ni€ni€ni€");
  checks.equal(batch.bytes, any + any + any);
  checks.isTrue(batch.side.empty());
  for (std::size_t row = 0; row < 3; ++row) {
    checks.equal(unpacked.text(row, 0), u"abc");
    checks.equal(unpacked.text(row, 1), u"naïve");
    checks.equal(unpacked.text(row, 2), u"ni€");
    checks.equal(unpacked.bytes(row, 3), any);
  }
  checks.begin("invalid UTF-8 becomes replacement characters and does not end the text");
  packer.reset({CellKind::kText});
  checks.isTrue(append(packer, {"a\xFF"
                                "b\xE2\x82"}));
  checks.equal(Unpacked(packer.batch(), 1).text(0, 0), u"a\uFFFDb\uFFFD");
}

void brokenRow(Checks& checks) {
  checks.begin("a row that is refused leaves the batch as it was");
  RowPacker packer;
  packer.reset({CellKind::kText, CellKind::kInt32});
  checks.isTrue(append(packer, {"one", "1"}));
  checks.isTrue(!append(packer, {"two", "broken"}));
  checks.equal(packer.batch().rows, 1u);
  checks.equal(packer.batch().records.size(), std::size_t{3});
  checks.isTrue(append(packer, {"three", "3"}));
  checks.equal(Unpacked(packer.batch(), 2).text(1, 0), u"three");
  checks.equal(Unpacked(packer.batch(), 2).slot(1, 1), 3u);
}

bool holdsNothing(const RowBatch& batch) {
  return batch.records.empty() && batch.narrow.empty() && batch.wide.empty() &&
         batch.bytes.empty() && batch.side.empty() && batch.side_bytes == 0;
}

void reuse(Checks& checks) {
  checks.begin("taking and clearing begin an empty batch of the same columns");
  RowPacker packer;
  packer.reset({CellKind::kText});
  append(packer, {"first"});
  checks.isTrue(!packer.empty());
  const RowBatch taken = packer.take();
  checks.isTrue(packer.empty() && holdsNothing(packer.batch()));
  append(packer, {"second"});
  checks.equal(Unpacked(packer.batch(), 1).text(0, 0), u"second");
  checks.equal(Unpacked(taken, 1).text(0, 0), u"first");
  append(packer, {std::string(kAreaLimit + 1, 'x')});
  packer.clear();
  checks.isTrue(packer.empty() && holdsNothing(packer.batch()));
  checks.isTrue(!packer.full());
}

}  // namespace

void testRowPacker(Checks& checks) {
  integers(checks);
  dates(checks);
  nulls(checks);
  emptyValues(checks);
  areas(checks);
  brokenRow(checks);
  reuse(checks);
}

}  // namespace mysqldb::test
