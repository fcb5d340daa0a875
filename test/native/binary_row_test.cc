#include "core/binary_row.h"

#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/number_text.h"
#include "core/params.h"
#include "random.h"
#include "suites.h"
#include "unpacked.h"

namespace mysqldb::test {
namespace {

struct TestColumn {
  enum enum_field_types type;
  CellKind kind;
  unsigned int flags = 0;
  unsigned int decimals = 0;
};

// A block of just these bytes, so that a sanitizer sees who reads on.
std::unique_ptr<unsigned char[]> exactCopy(const std::string& bytes) {
  auto copy = std::make_unique<unsigned char[]>(bytes.size());
  std::memcpy(copy.get(), bytes.data(), bytes.size());
  return copy;
}

std::optional<RowBatch> read(const std::vector<TestColumn>& columns, const std::string& row) {
  std::vector<MYSQL_FIELD> fields;
  std::vector<CellKind> kinds;
  for (const TestColumn& column : columns) {
    MYSQL_FIELD field{};
    field.type = column.type;
    field.flags = column.flags;
    field.decimals = column.decimals;
    field.length = 4;
    fields.push_back(field);
    kinds.push_back(column.kind);
  }
  RowPacker packer;
  packer.reset(kinds);
  BinaryRowReader reader;
  reader.reset(fields.data(), kinds);
  const auto copy = exactCopy(row);
  if (!reader.append(copy.get(), copy.get() + row.size(), &packer)) return std::nullopt;
  return packer.take();
}

// A row of one column that is not NULL.
std::string rowOf(const std::string& value) { return std::string(2, '\0') + value; }

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text.push_back(static_cast<char>(value));
  return text;
}

void slotIs(Checks& checks, const TestColumn& column, const std::string& value,
            std::uint64_t slot) {
  const auto batch = read({column}, rowOf(value));
  checks.isTrue(batch.has_value());
  if (batch) checks.equal(Unpacked(*batch, 1).slot(0, 0), slot, "slot");
}

void textIs(Checks& checks, TestColumn column, const std::string& value,
            const std::u16string& text) {
  column.kind = CellKind::kText;
  const auto batch = read({column}, rowOf(value));
  checks.isTrue(batch.has_value());
  if (batch) checks.isTrue(Unpacked(*batch, 1).text(0, 0) == text);
}

void integers(Checks& checks) {
  checks.begin("integers of each width, signed and not");
  slotIs(checks, {MYSQL_TYPE_TINY, CellKind::kInt32}, bytes({0xff}), 0xffffffff);
  slotIs(checks, {MYSQL_TYPE_TINY, CellKind::kInt32, UNSIGNED_FLAG}, bytes({0xff}), 0xff);
  slotIs(checks, {MYSQL_TYPE_SHORT, CellKind::kInt32}, bytes({0, 0x80}), 0xffff8000);
  slotIs(checks, {MYSQL_TYPE_LONG, CellKind::kUInt32, UNSIGNED_FLAG}, bytes({0, 0, 0, 0x80}),
         0x80000000);
  slotIs(checks, {MYSQL_TYPE_LONG, CellKind::kInt64}, bytes({0xff, 0xff, 0xff, 0xff}),
         ~std::uint64_t{0});
  slotIs(checks, {MYSQL_TYPE_LONGLONG, CellKind::kUInt64, UNSIGNED_FLAG},
         bytes({1, 0, 0, 0, 0, 0, 0, 0x80}), (std::uint64_t{1} << 63) + 1);
  textIs(checks, {MYSQL_TYPE_LONGLONG, {}}, bytes({0, 0, 0, 0, 0, 0, 0, 0x80}),
         u"-9223372036854775808");
  textIs(checks, {MYSQL_TYPE_SHORT, {}, UNSIGNED_FLAG | ZEROFILL_FLAG}, bytes({42, 0}), u"0042");
  textIs(checks, {MYSQL_TYPE_YEAR, {}}, bytes({0, 0}), u"0000");
}

// Leaves digits where the next call has its variables.
[[gnu::noinline]] void litterStack() {
  volatile char room[8192];
  for (volatile char& place : room) place = '7';
}

void numbersOnLitter(Checks& checks) {
  checks.begin("the text of a number does not depend on what lies behind it in memory");
  const auto isOf = [&](double value, const std::string& expected) {
    std::string text;
    litterStack();
    doubleText(value, kDecimalsNotFixed, &text);
    checks.isTrue(text == expected, text);
    litterStack();
    floatText(static_cast<float>(value), kDecimalsNotFixed, &text);
    checks.isTrue(text == expected, text);
  };
  isOf(2.25, "2.25");
  isOf(0.5, "0.5");
  isOf(-1024, "-1024");
}

void numbers(Checks& checks) {
  checks.begin("numbers as the servers print them");
  const auto ofDouble = [&](double value, const std::u16string& text, unsigned int decimals = 31) {
    std::string wire(sizeof(value), '\0');
    std::memcpy(wire.data(), &value, sizeof(value));
    textIs(checks, {MYSQL_TYPE_DOUBLE, {}, 0, decimals}, wire, text);
  };
  ofDouble(0, u"0");
  ofDouble(-1.5, u"-1.5");
  ofDouble(1e14, u"100000000000000");
  ofDouble(1e15, u"1e15");
  ofDouble(-1.25e-20, u"-1.25e-20");
  ofDouble(0.001, u"0.001");
  ofDouble(1.7976931348623157e308, u"1.7976931348623157e308");
  ofDouble(1234567890123456.5, u"1234567890123456.5");
  ofDouble(1234567890123456, u"1.234567890123456e15");
  ofDouble(std::numeric_limits<double>::infinity(), u"Infinity");

  checks.begin("numbers of fixed decimals have no more digits than they need, and zeros behind");
  ofDouble(2.5, u"2.500", 3);
  ofDouble(-0.1, u"-0.100000000000000000000000000000", 30);
  ofDouble(54873821374234384, u"54873821374234380", 0);
  ofDouble(1e22, u"10000000000000000000000.0", 1);
  ofDouble(0, u"0.00", 2);
  ofDouble(1.0625, u"1.062", 3);
  ofDouble(0.004, u"0.00", 2);
  ofDouble(-std::numeric_limits<double>::infinity(), u"-Infinity", 2);

  checks.begin("a number of fixed decimals is what is printed of it");
  const double pi = 3.141592653589793;
  std::string wire(sizeof(pi), '\0');
  std::memcpy(wire.data(), &pi, sizeof(pi));
  const auto batch = read({{MYSQL_TYPE_DOUBLE, CellKind::kDouble, 0, 6}}, rowOf(wire));
  checks.isTrue(batch.has_value());
  if (batch) checks.isTrue(Unpacked(*batch, 1).number(0, 0) == 3.141593);
}

void temporals(Checks& checks) {
  checks.begin("dates and times, and zero ones");
  textIs(checks, {MYSQL_TYPE_DATE, {}}, bytes({4, 0xe8, 7, 2, 29}), u"2024-02-29");
  textIs(checks, {MYSQL_TYPE_DATE, {}}, bytes({0}), u"0000-00-00");
  textIs(checks, {MYSQL_TYPE_DATETIME, {}, 0, 3},
         bytes({11, 0xe8, 7, 1, 2, 3, 4, 5, 0x40, 0x42, 0x0e, 0}).substr(0, 8) +
             bytes({0x20, 0xa1, 7, 0}),
         u"2024-01-02 03:04:05.500");
  textIs(checks, {MYSQL_TYPE_TIME, {}}, bytes({8, 1, 34, 0, 0, 0, 22, 59, 59}), u"-838:59:59");
  textIs(checks, {MYSQL_TYPE_TIME, {}, 0, 6}, bytes({0}), u"00:00:00.000000");
  double day = 86'400'000;
  std::uint64_t slot;
  std::memcpy(&slot, &day, sizeof(slot));
  slotIs(checks, {MYSQL_TYPE_DATETIME, CellKind::kDateMillis}, bytes({4, 0xb2, 7, 1, 2}), slot);

  slotIs(checks, {MYSQL_TYPE_DATE, CellKind::kDateMillis}, bytes({4, 0xb2, 7, 1, 2}), slot);
  for (const auto& wire : {bytes({0}), bytes({4, 0xe8, 7, 2, 31})}) {
    const auto batch = read({{MYSQL_TYPE_DATE, CellKind::kDateMillis}}, rowOf(wire));
    checks.isTrue(batch && batch->side.size() == 1);
  }

  checks.begin("what is no date or time is refused");
  for (const auto& wire :
       {bytes({5, 0, 0, 0, 0, 0}), bytes({4, 0xe8, 7, 13, 1}), bytes({7, 0xe8, 7, 1, 1, 24, 0, 0}),
        bytes({11, 0xe8, 7, 1, 1, 0, 0, 0, 0x40, 0x42, 0x0f, 0})})
    checks.isTrue(!read({{MYSQL_TYPE_DATETIME, CellKind::kDateMillis}}, rowOf(wire)));
  checks.isTrue(
      !read({{MYSQL_TYPE_TIME, CellKind::kText}}, rowOf(bytes({8, 0, 35, 0, 0, 0, 0, 0, 0}))));
}

void brokenRows(Checks& checks) {
  checks.begin("a row that ends early is refused, wherever it ends");
  const std::vector<TestColumn> columns = {{MYSQL_TYPE_LONG, CellKind::kInt32},
                                           {MYSQL_TYPE_VAR_STRING, CellKind::kText},
                                           {MYSQL_TYPE_DATETIME, CellKind::kDateMillis},
                                           {MYSQL_TYPE_BLOB, CellKind::kBytes}};
  const std::string row =
      bytes({0, 0, 1, 0, 0, 0, 3, 'a', 'b', 'c', 4, 0xe8, 7, 1, 1}) + bytes({252, 1, 0, 'x'});
  checks.isTrue(read(columns, row).has_value());
  for (std::size_t size = 0; size < row.size(); ++size)
    checks.isTrue(!read(columns, row.substr(0, size)), std::to_string(size));

  checks.begin("so is a length beyond the row, of any size");
  for (const auto& length :
       {bytes({251}), bytes({255}), bytes({252, 255, 255}), bytes({253, 255, 255, 255}),
        bytes({254, 255, 255, 255, 255, 255, 255, 255, 255})})
    checks.isTrue(!read({{MYSQL_TYPE_BLOB, CellKind::kBytes}}, rowOf(length + "abc")));

  checks.begin("random rows are read or refused, within their bytes");
  Random random(20240229);
  const TestColumn kColumns[] = {{MYSQL_TYPE_TINY, CellKind::kText},
                                 {MYSQL_TYPE_TINY, CellKind::kInt32},
                                 {MYSQL_TYPE_TINY, CellKind::kInt32, UNSIGNED_FLAG},
                                 {MYSQL_TYPE_SHORT, CellKind::kInt32},
                                 {MYSQL_TYPE_LONG, CellKind::kInt32},
                                 {MYSQL_TYPE_LONG, CellKind::kUInt32, UNSIGNED_FLAG},
                                 {MYSQL_TYPE_LONGLONG, CellKind::kText},
                                 {MYSQL_TYPE_LONGLONG, CellKind::kInt64},
                                 {MYSQL_TYPE_LONGLONG, CellKind::kUInt64, UNSIGNED_FLAG},
                                 {MYSQL_TYPE_FLOAT, CellKind::kText},
                                 {MYSQL_TYPE_DOUBLE, CellKind::kText},
                                 {MYSQL_TYPE_DOUBLE, CellKind::kText, 0, 31},
                                 {MYSQL_TYPE_DOUBLE, CellKind::kDouble, 0, 31},
                                 {MYSQL_TYPE_DATE, CellKind::kText},
                                 {MYSQL_TYPE_TIME, CellKind::kText},
                                 {MYSQL_TYPE_VAR_STRING, CellKind::kText},
                                 {MYSQL_TYPE_NULL, CellKind::kText}};
  for (int i = 0; i < 20'000; ++i) {
    std::vector<TestColumn> some;
    for (std::size_t n = random.below(12); n > 0; --n)
      some.push_back(kColumns[random.below(std::size(kColumns))]);
    std::string wire;
    for (std::size_t n = random.below(60); n > 0; --n)
      wire.push_back(static_cast<char>(random.below(3) == 0 ? random.below(256) : random.below(9)));
    const auto batch = read(some, wire);
    checks.isTrue(!batch || batch->rows == 1);
  }
}

void params(Checks& checks) {
  checks.begin("a block of parameters holds as many as it should, and nothing else");
  const std::string number = bytes({1, 0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0});
  const std::string text = bytes({4, 0, 0, 0, 3, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0, 0});
  Params loaded;
  checks.isTrue(loaded.load(number + text, 2));
  checks.isTrue(loaded.binds()[0].buffer_type == MYSQL_TYPE_LONGLONG);
  checks.equal(loaded.binds()[1].buffer_length, 3ul, "length");
  checks.isTrue(!loaded.load(number + text, 1));
  checks.isTrue(!loaded.load(number + text, 3));
  for (std::size_t size = 1; size < number.size(); ++size)
    checks.isTrue(!loaded.load(number.substr(0, size), 1));
  checks.isTrue(!loaded.load(bytes({8, 0, 0, 0, 0, 0, 0, 0}), 1));  // no such kind
  checks.isTrue(!loaded.load(bytes({7, 0, 0, 0, 0, 0, 0, 0}), 1));  // a moment of no bytes
  checks.isTrue(!loaded.load(bytes({1, 0, 0, 0, 0, 0, 0, 0}), 1));  // a number of no bytes

  checks.begin("moments are bound to places of their own");
  const auto moment = [](int second) {
    return bytes(
        {7, 0, 0, 0, 12, 0, 0, 0, 0xe8, 7, 2, 29, 12, 34, second, 0, 6, 0, 0, 0, 0, 0, 0, 0});
  };
  checks.isTrue(loaded.load(moment(1) + moment(2), 2));
  for (int i = 0; i < 2; ++i) {
    const MYSQL_BIND& bind = loaded.binds()[i];
    checks.isTrue(bind.buffer_type == MYSQL_TYPE_DATETIME);
    const auto* time = static_cast<const MYSQL_TIME*>(bind.buffer);
    checks.equal(time->year, 2024u, "year");
    checks.equal(time->month * 100 + time->day, 229u, "day");
    checks.equal(time->hour * 100 + time->minute, 1234u, "minute");
    checks.equal(time->second, static_cast<unsigned int>(i + 1), "second");
    checks.equal(time->second_part, 6ul, "microseconds");
  }

  checks.begin("long values go in pieces, in the order of the parameters");
  const std::size_t size = Params::kLongFrom + 8;
  std::string block;
  for (int i = 0; i < 2; ++i) {
    block += bytes({5, 0, 0, 0, 8, 0, 0x10, 0});
    block += std::string(size, static_cast<char>('a' + i));
  }
  checks.isTrue(loaded.load(block, 2));
  std::vector<std::size_t> pieces;
  Params::Piece piece;
  while (loaded.nextPiece(&piece)) pieces.push_back(piece.index * size + piece.data.size());
  checks.isTrue(pieces ==
                std::vector<std::size_t>{Params::kLongFrom, 8, size + Params::kLongFrom, size + 8});
}

}  // namespace

void testBinaryRow(Checks& checks) {
  integers(checks);
  numbers(checks);
  numbersOnLitter(checks);
  temporals(checks);
  brokenRows(checks);
  params(checks);
}

}  // namespace mysqldb::test
