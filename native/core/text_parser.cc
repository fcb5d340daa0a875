#include "core/text_parser.h"

#include <charconv>
#include <cstdlib>
#include <string>

#include "core/civil_day.h"

namespace mysqldb {
namespace {

template <typename Number>
bool parseWhole(std::string_view text, Number* value) {
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, *value);
  return result.ec == std::errc() && result.ptr == end;
}

// Two digits, or a value above 99 when one of them is no digit.
inline unsigned int twoDigits(const char* at) {
  const unsigned int tens = static_cast<unsigned char>(at[0]) - '0';
  const unsigned int ones = static_cast<unsigned char>(at[1]) - '0';
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

// The fraction behind the seconds, as microseconds; an empty one is zero.
bool parseFraction(std::string_view text, std::int64_t* micros) {
  *micros = 0;
  if (text.empty()) return true;
  if (text[0] != '.' || text.size() > 7) return false;
  std::int64_t value = 0;
  for (std::size_t i = 1; i < 7; ++i) {
    const unsigned int digit = i < text.size() ? static_cast<unsigned char>(text[i]) - '0' : 0;
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  *micros = value;
  return true;
}

bool parseTimeOfDay(std::string_view text, std::int64_t* micros) {
  if (text.size() < 9 || text[0] != ' ' || text[3] != ':' || text[6] != ':') return false;
  const unsigned int hour = twoDigits(text.data() + 1);
  const unsigned int minute = twoDigits(text.data() + 4);
  const unsigned int second = twoDigits(text.data() + 7);
  std::int64_t fraction = 0;
  if (hour > 23 || minute > 59 || second > 59 || !parseFraction(text.substr(9), &fraction))
    return false;
  *micros = ((hour * 60LL + minute) * 60 + second) * 1'000'000 + fraction;
  return true;
}

}  // namespace

bool parseInteger(std::string_view text, std::int64_t* value) { return parseWhole(text, value); }

bool parseInteger(std::string_view text, std::uint64_t* value) { return parseWhole(text, value); }

bool parseDouble(std::string_view text, double* value) {
#if defined(__cpp_lib_to_chars)
  return parseWhole(text, value);
#else
  // Standard libraries without from_chars for doubles; the "C" locale is Node's own.
  const std::string copy(text);
  char* end = nullptr;
  *value = std::strtod(copy.c_str(), &end);
  return !copy.empty() && end == copy.c_str() + copy.size();
#endif
}

bool parseDateTime(std::string_view text, std::int64_t* micros) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  const unsigned int century = twoDigits(text.data());
  const unsigned int year_of_century = twoDigits(text.data() + 2);
  const unsigned int month = twoDigits(text.data() + 5);
  const unsigned int day = twoDigits(text.data() + 8);
  std::int64_t days;
  if (century > 99 || year_of_century > 99 ||
      !daysSinceEpoch(century * 100 + year_of_century, month, day, &days))
    return false;
  std::int64_t time = 0;
  if (text.size() > 10 && !parseTimeOfDay(text.substr(10), &time)) return false;
  *micros = days * 86'400'000'000 + time;
  return true;
}

}  // namespace mysqldb
