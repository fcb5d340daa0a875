// Runs the C++ tests: all suites, or those that are named.
//
//   native_tests [suite...]     prints a line a suite; exits with 1 when a check failed
//   native_tests --list         prints the names
//   native_tests --decode-utf8  decodes the texts that come on standard input, for a comparison
//   with
//                               TextDecoder; each text, and each result, is a little-endian uint32
//                               of its bytes and then these: UTF-8 in, UTF-16 out
#include <chrono>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/text_decoder.h"
#include "suites.h"

namespace {

using mysqldb::test::Checks;

struct Suite {
  std::string_view name;
  void (*run)(Checks&);
};

constexpr Suite kSuites[] = {
    {"text_parser_numbers", mysqldb::test::testTextParserNumbers},
    {"text_parser_dates", mysqldb::test::testTextParserDates},
    {"text_decoder", mysqldb::test::testTextDecoder},
    {"row_packer", mysqldb::test::testRowPacker},
    {"row_packer_limits", mysqldb::test::testRowPackerLimits},
    {"column_block", mysqldb::test::testColumnBlock},
    {"binary_row", mysqldb::test::testBinaryRow},
    {"bulk_params", mysqldb::test::testBulkParams},
    {"shape_cache", mysqldb::test::testShapeCache},
    {"batch_queue", mysqldb::test::testBatchQueue},
    {"worker", mysqldb::test::testWorker},
    {"socket_wait", mysqldb::test::testSocketWait},
    {"tail_reader", mysqldb::test::testTailReader},
    {"infile_queue", mysqldb::test::testInfileQueue},
    {"killer", mysqldb::test::testKiller},
    {"private_file", mysqldb::test::testPrivateFile},
};

bool runSuite(const Suite& suite) {
  using Clock = std::chrono::steady_clock;
  Checks checks;
  const auto begin = Clock::now();
  suite.run(checks);
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  std::cout << (checks.failures() == 0 ? "ok " : "FAILED ") << suite.name << ": "
            << checks.count() - checks.failures() << " checks passed, " << checks.failures()
            << " failed, " << time.count() << " ms" << std::endl;
  return checks.failures() == 0;
}

const Suite* findSuite(std::string_view name) {
  for (const Suite& suite : kSuites)
    if (suite.name == name) return &suite;
  return nullptr;
}

int list() {
  for (const Suite& suite : kSuites) std::cout << suite.name << '\n';
  return 0;
}

int runAll() {
  int failed = 0;
  for (const Suite& suite : kSuites) failed += runSuite(suite) ? 0 : 1;
  return failed == 0 ? 0 : 1;
}

int runNamed(const std::vector<std::string_view>& names) {
  int failed = 0;
  for (const std::string_view name : names) {
    const Suite* suite = findSuite(name);
    if (suite == nullptr) {
      std::cerr << "There is no suite " << name << "; --list names them.\n";
      return 2;
    }
    failed += runSuite(*suite) ? 0 : 1;
  }
  return failed == 0 ? 0 : 1;
}

void write(const std::u16string& text) {
  const auto size = static_cast<std::uint32_t>(text.size() * 2);
  std::cout.write(reinterpret_cast<const char*>(&size), sizeof(size));
  std::cout.write(reinterpret_cast<const char*>(text.data()), size);
}

int decodeInput() {
  const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
  for (std::size_t at = 0; at + 4 <= input.size();) {
    std::uint32_t size = 0;
    std::memcpy(&size, input.data() + at, sizeof(size));
    at += sizeof(size);
    std::string narrow;
    std::u16string wide;
    if (mysqldb::decodeUtf8(std::string_view(input).substr(at, size), &narrow, &wide)) {
      wide.clear();
      for (const char c : narrow) wide.push_back(static_cast<unsigned char>(c));
    }
    write(wide);
    at += size;
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string_view> names(arguments + 1, arguments + count);
  if (names.empty()) return runAll();
  if (names[0] == "--list") return list();
  if (names[0] == "--decode-utf8") return decodeInput();
  return runNamed(names);
}
