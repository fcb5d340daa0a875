#include <bit>
#include <charconv>
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "core/text_parser.h"
#include "random.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

template <typename Integer>
struct Case {
  std::string text;
  Integer value;
};

template <typename Integer>
void accepts(Checks& checks, const std::vector<Case<Integer>>& cases) {
  for (const auto& [text, value] : cases) {
    Integer parsed = 1234;
    checks.isTrue(parseInteger(text, &parsed), text);
    checks.equal(parsed, value, text);
  }
}

template <typename Integer>
void refuses(Checks& checks, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    Integer parsed = 1234;
    checks.isTrue(!parseInteger(text, &parsed), text);
  }
}

void integerLimits(Checks& checks) {
  checks.begin("signed integers are exact up to their limits");
  accepts<std::int64_t>(checks, {{"0", 0},
                                 {"-0", 0},
                                 {"-1", -1},
                                 {"2147483647", 2147483647},
                                 {"-2147483648", -2147483648LL},
                                 {"4294967296", 4294967296LL},
                                 {"9007199254740993", 9007199254740993LL},
                                 {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
                                 {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
                                 {"00000000000000000000000000042", 42}});
  checks.begin("unsigned integers are exact up to their limits");
  accepts<std::uint64_t>(
      checks,
      {{"0", 0},
       {"9223372036854775808", 9223372036854775808ULL},
       {"18446744073709551615", std::numeric_limits<std::uint64_t>::max()},
       {"00000000000000000000018446744073709551615", std::numeric_limits<std::uint64_t>::max()}});
  const std::vector<std::string> never = {"",
                                          "-",
                                          " 1",
                                          "1 ",
                                          "+1",
                                          "1.0",
                                          "1e3",
                                          "0x1",
                                          "1-1",
                                          "--1",
                                          "1\n",
                                          std::string(1, '\0'),
                                          "\t1",
                                          "a",
                                          "1,0",
                                          "٣",
                                          "99999999999999999999"};
  checks.begin("what is no signed integer is refused");
  refuses<std::int64_t>(checks, never);
  refuses<std::int64_t>(checks, {"9223372036854775808", "-9223372036854775809"});
  checks.begin("what is no unsigned integer is refused");
  refuses<std::uint64_t>(checks, never);
  refuses<std::uint64_t>(checks, {"18446744073709551616", "-1", std::string("1\0", 2)});
}

void generatedIntegers(Checks& checks) {
  checks.begin("integers of every size are what the C library prints");
  Random random(1);
  char text[32];
  for (int i = 0; i < 200'000; ++i) {
    const auto value = static_cast<std::int64_t>(random.bits()) >> random.below(64);
    std::snprintf(text, sizeof(text), "%" PRId64, value);
    std::int64_t parsed = 0;
    checks.isTrue(parseInteger(text, &parsed) && parsed == value, text);
    const std::uint64_t natural = random.bits() >> random.below(64);
    std::snprintf(text, sizeof(text), "%" PRIu64, natural);
    std::uint64_t unsigned_parsed = 0;
    checks.isTrue(parseInteger(text, &unsigned_parsed) && unsigned_parsed == natural, text);
  }
}

void digitsAtEveryPlace(Checks& checks) {
  checks.begin("a character that is no digit is seen at every place");
  for (std::size_t length = 1; length <= 19; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, '8');
        text[at] = static_cast<char>(byte);
        std::uint64_t parsed = 0;
        checks.equal(parseInteger(text, &parsed), byte >= '0' && byte <= '9', text);
      }
    }
  }
}

void sameAsStrtod(Checks& checks, const std::string& text) {
  double parsed = 0;
  checks.isTrue(parseDouble(text, &parsed), text);
  const double expected = std::strtod(text.c_str(), nullptr);
  checks.equal(std::bit_cast<std::uint64_t>(parsed), std::bit_cast<std::uint64_t>(expected), text);
}

void knownDoubles(Checks& checks) {
  checks.begin("doubles are the nearest ones");
  for (const char* text : {"0",
                           "-0",
                           "0.0",
                           "1",
                           "-1.5",
                           "1e0",
                           "1E+5",
                           "1.7976931348623157e308",
                           "4.9e-324",
                           "5e-324",
                           "2.2250738585072014e-308",
                           "2.2250738585072011e-308",
                           "0.1",
                           "1e23",
                           "9007199254740993",
                           "9007199254740992.5",
                           "00000001.50",
                           "3.4028234663852886e38",
                           "1.17549e-38",
                           "-1.40129846432e-45",
                           "8.41e21",
                           "9214843084008499e-325",
                           "99999999999999999999999999999999999.999999999999999999999999999999",
                           "-99999999999999999999999999999999999.999999999999999999999999999999",
                           "0.000000000000000000000000000001",
                           "1.0000000000000001110223024625156540",
                           "1.00000000000000011102230246251565404236316680908203124",
                           "1.00000000000000011102230246251565404236316680908203126"})
    sameAsStrtod(checks, text);
}

void generatedDoubles(Checks& checks) {
  checks.begin("generated doubles are as strtod reads them, bit by bit");
  Random random(2);
  char text[512];
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::bit_cast<double>(random.bits());
    if (!std::isfinite(value)) continue;
    const int precision = static_cast<int>(random.below(30));
    std::snprintf(text, sizeof(text), "%.*e", precision, value);
    // Fewer digits round the largest ones up to infinity, which no server sends.
    if (std::isinf(std::strtod(text, nullptr))) continue;
    sameAsStrtod(checks, text);
    const auto end = std::to_chars(text, text + sizeof(text), value).ptr;
    sameAsStrtod(checks, std::string(text, end));
  }
}

void generatedDecimals(Checks& checks) {
  checks.begin("decimals of up to 65 digits are as strtod reads them");
  Random random(3);
  for (int i = 0; i < 50'000; ++i) {
    const std::size_t digits = 1 + random.below(65);
    const std::size_t point = random.below(std::min<std::size_t>(digits, 31));
    std::string text = random.below(2) ? "-" : "";
    for (std::size_t at = digits; at > 0; --at) {
      if (at == point) text += at == digits ? "0." : ".";
      text += static_cast<char>('0' + random.below(10));
    }
    sameAsStrtod(checks, text);
  }
}

void malformedDoubles(Checks& checks) {
  checks.begin("what is no number is refused");
  const std::vector<std::string> texts = {
      "",    "-",  ".",   " 1",    "1 ",    "+1",   "1.5x",  "x1.5", "1..5",
      "--1", "e5", "1,5", "0x1p3", "1.5\n", "NULL", "1e5e5", "1.5.", std::string("1\0", 2)};
  for (const std::string& text : texts) {
    double parsed = 0;
    checks.isTrue(!parseDouble(text, &parsed), text);
  }
}

}  // namespace

void testTextParserNumbers(Checks& checks) {
  integerLimits(checks);
  generatedIntegers(checks);
  digitsAtEveryPlace(checks);
  knownDoubles(checks);
  generatedDoubles(checks);
  generatedDecimals(checks);
  malformedDoubles(checks);
}

}  // namespace mysqldb::test
