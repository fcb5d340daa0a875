#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "cases.h"
#include "core/row_packer.h"

namespace mysqldb::bench {
namespace {

constexpr std::size_t kRepeats = 100;

const std::map<std::string, CellKind> kKinds = {
    {"int32", CellKind::kInt32}, {"int64", CellKind::kInt64}, {"double", CellKind::kDouble},
    {"text", CellKind::kText},   {"bytes", CellKind::kBytes}, {"dateMillis", CellKind::kDateMillis},
};

/// A row as the client gives it.
struct Row {
  std::vector<std::string> values;
  std::vector<const char*> cells;
  std::vector<unsigned long> lengths;
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> parts;
  std::istringstream text(line);
  for (std::string part; std::getline(text, part, '\t');) parts.push_back(part);
  return parts;
}

std::vector<CellKind> readKinds(const std::string& line) {
  std::vector<CellKind> kinds;
  for (const std::string& name : split(line)) kinds.push_back(kKinds.at(name));
  return kinds;
}

std::vector<Row> readRows(std::istream& lines, std::size_t columns) {
  std::vector<Row> rows;
  for (std::string line; std::getline(lines, line);) {
    rows.push_back({split(line), {}, {}});
    if (rows.back().values.size() != columns) throw std::runtime_error("a row with missing cells");
  }
  for (Row& row : rows)  // when no string moves any more
    for (const std::string& value : row.values) {
      row.cells.push_back(value == "NULL" ? nullptr : value.data());
      row.lengths.push_back(value == "NULL" ? 0 : value.size());
    }
  return rows;
}

}  // namespace

/// As a session does it: batch by batch.
extern "C" [[gnu::noinline]] std::size_t measuredPacking(RowPacker& packer,
                                                         const std::vector<Row>& rows) {
  std::size_t packed = 0;
  for (std::size_t i = 0; i < kRepeats; ++i)
    for (const Row& row : rows) {
      if (packer.full()) packer.clear();
      packed += packer.append(row.cells.data(), row.lengths.data()) ? 1 : 0;
    }
  return packed;
}

std::size_t packing(const std::string& file) {
  std::ifstream lines(file);
  std::string line;
  if (!std::getline(lines, line)) throw std::runtime_error("cannot read " + file);
  const std::vector<CellKind> kinds = readKinds(line);
  const std::vector<Row> rows = readRows(lines, kinds.size());
  RowPacker packer;
  packer.reset(kinds);
  const std::size_t packed = measuredPacking(packer, rows);
  if (packed == 0 || packed != rows.size() * kRepeats) throw std::runtime_error("a refused row");
  return packed;
}

}  // namespace mysqldb::bench
