#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "core/text_parser.h"
#include "random.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;
/// 0001-01-01 in days before 1970-01-01.
constexpr std::int64_t kFirstDay = -719'162;
/// Of 9999-12-31.
constexpr std::int64_t kLastDay = 2'932'896;

// The text without anything behind it, so that a sanitizer sees a look beyond its end.
bool parseExact(std::string_view text, std::int64_t* micros) {
  const auto copy = std::make_unique<char[]>(text.size());
  if (!text.empty()) std::memcpy(copy.get(), text.data(), text.size());
  return parseDateTime(std::string_view(copy.get(), text.size()), micros);
}

int daysOf(int year, int month) {
  if (month == 2) return (year % 4 == 0) - (year % 100 == 0) + (year % 400 == 0) + 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Counts the days one by one, which is slow but needs no formula.
void everyDay(Checks& checks) {
  checks.begin("every day of the years 1 to 9999 is one after the day before");
  char text[64];
  std::int64_t day = kFirstDay;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int days = daysOf(year, month);
      for (int date = 1; date <= 31; ++date) {
        std::snprintf(text, sizeof(text), "%04d-%02d-%02d 00:00:00", year, month, date);
        std::int64_t micros = 0;
        const bool parsed = parseDateTime(text, &micros);
        checks.equal(parsed, date <= days, text);
        if (date <= days) checks.equal(micros, day++ * kDay, text);
      }
    }
  }
  checks.equal(day - 1, kLastDay);
}

struct Moment {
  const char* text;
  std::int64_t micros;
};

void knownMoments(Checks& checks) {
  checks.begin("known moments");
  constexpr Moment kMoments[] = {
      {"1970-01-01", 0},
      {"1970-01-01 00:00:00.000001", 1},
      {"1969-12-31 23:59:59.999999", -1},
      {"0001-01-01 00:00:00", kFirstDay * kDay},
      {"9999-12-31 23:59:59.999999", (kLastDay + 1) * kDay - 1},
      {"2000-02-29 12:34:56", 951'827'696'000'000},
      {"2038-01-19 03:14:08", 2'147'483'648'000'000},
      {"2024-01-01 00:00:00.5", 1'704'067'200'500'000},
      {"2024-01-01 00:00:00.05", 1'704'067'200'050'000},
      {"2024-01-01 00:00:00.000050", 1'704'067'200'000'050},
      {"2024-01-01 00:00:00.123456", 1'704'067'200'123'456},
      {"2024-01-01 00:00:00.", 1'704'067'200'000'000},
  };
  for (const auto& [text, micros] : kMoments) {
    std::int64_t parsed = 7;
    checks.isTrue(parseExact(text, &parsed), text);
    checks.equal(parsed, micros, text);
  }
}

void generatedTimes(Checks& checks) {
  checks.begin("times of a day, to the microsecond");
  Random random(4);
  char text[64];
  for (int i = 0; i < 200'000; ++i) {
    const auto of_day = static_cast<std::int64_t>(random.below(kDay));
    const std::int64_t seconds = of_day / 1'000'000;
    std::snprintf(text, sizeof(text), "2024-02-29 %02d:%02d:%02d.%06d",
                  static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                  static_cast<int>(seconds % 60), static_cast<int>(of_day % 1'000'000));
    std::int64_t parsed = 0;
    checks.isTrue(parseExact(text, &parsed), text);
    checks.equal(parsed, 19782 * kDay + of_day, text);
  }
}

void refusedTexts(Checks& checks) {
  checks.begin("zero, partial and impossible dates stay text");
  for (const char* text : {"0000-00-00",
                           "0000-00-00 00:00:00",
                           "2024-00-00",
                           "2024-00-10",
                           "2024-10-00",
                           "0000-01-01",
                           "0000-12-31 23:59:59",
                           "2023-02-29",
                           "1900-02-29",
                           "2024-02-30",
                           "2024-04-31",
                           "2024-13-01",
                           "2024-01-32",
                           "2024-01-01 24:00:00",
                           "2024-01-01 23:60:00",
                           "2024-01-01 23:59:60",
                           "2024-01-01T00:00:00",
                           "2024-01-01 00:00:00Z",
                           "2024-01-01 00:00:00.1234567",
                           "2024-01-01 00:00:00,5",
                           "2024-01-01 00:00:00.12x",
                           "2024-01-01 ",
                           "-024-01-01",
                           "24-01-01",
                           "12024-01-01",
                           "20240101",
                           "2024/01/01",
                           "",
                           "CURRENT_TIMESTAMP"}) {
    std::int64_t parsed = 0;
    checks.isTrue(!parseExact(text, &parsed), text);
  }
}

void everyCut(Checks& checks) {
  checks.begin("of the beginnings of a date only whole ones are accepted");
  constexpr std::string_view kText = "2024-10-11 12:13:14.151617";
  for (std::size_t length = 0; length <= kText.size(); ++length) {
    std::int64_t parsed = 0;
    const bool whole = length == 10 || length >= 19;
    checks.equal(parseExact(kText.substr(0, length), &parsed), whole, kText.substr(0, length));
  }
}

void everyWrongByte(Checks& checks) {
  checks.begin("a byte that is no digit is refused, and any other separator");
  constexpr std::string_view kText = "2024-10-11 12:13:14.151617";
  for (std::size_t at = 0; at < kText.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(kText);
      text[at] = static_cast<char>(byte);
      const bool digit_there = kText[at] >= '0' && kText[at] <= '9';
      const bool digit = byte >= '0' && byte <= '9';
      if (digit_there && digit) continue;  // another number, which may be valid or not
      std::int64_t parsed = 0;
      checks.equal(parseExact(text, &parsed), text[at] == kText[at], text);
    }
  }
}

void randomBytes(Checks& checks) {
  checks.begin("random bytes are read within their bounds");
  Random random(5);
  for (int i = 0; i < 100'000; ++i) {
    std::string text = random.bytes(random.below(30));
    if (text.size() > 9 && random.below(2)) std::memcpy(text.data(), "2024-01-01 ", 10);
    std::int64_t parsed = 0;
    const bool valid = parseExact(text, &parsed);
    checks.isTrue(!valid || text.size() >= 10, text);
  }
}

}  // namespace

void testTextParserDates(Checks& checks) {
  everyDay(checks);
  knownMoments(checks);
  generatedTimes(checks);
  refusedTexts(checks);
  everyCut(checks);
  everyWrongByte(checks);
  randomBytes(checks);
}

}  // namespace mysqldb::test
