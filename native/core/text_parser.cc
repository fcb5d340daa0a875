#include "core/text_parser.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
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

// At most this many digits fit every integer of 64 bits.
constexpr std::size_t kDigitsThatFit = 18;

// Eight digits at once, in the bytes of one word: pairs of them, then pairs of pairs
// (https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/ describes the method).
bool parseEightDigits(const char* at, std::uint64_t* value) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  constexpr std::uint64_t kHighNibbles = 0xF0F0F0F0F0F0F0F0;
  constexpr std::uint64_t kZeros = 0x3030303030303030;
  constexpr std::uint64_t kSixes = 0x0606060606060606;  // what carries a digit above 9 over
  if ((word & kHighNibbles) != kZeros || ((word + kSixes) & kHighNibbles) != kZeros) return false;
  word -= kZeros;
  word = word * 10 + (word >> 8);
  constexpr std::uint64_t kPairs = 0x000000FF000000FF;
  constexpr std::uint64_t kOddPairs = 100 + (std::uint64_t{1'000'000} << 32);
  constexpr std::uint64_t kEvenPairs = 1 + (std::uint64_t{10'000} << 32);
  *value = ((word & kPairs) * kOddPairs + ((word >> 16) & kPairs) * kEvenPairs) >> 32;
  return true;
}

// 1 to kDigitsThatFit digits.
bool parseDigits(std::string_view text, std::uint64_t* value) {
  const char* at = text.data();
  const char* end = at + text.size();
  std::uint64_t whole = 0;
  for (std::uint64_t eight; end - at >= 8; at += 8) {
    if (!parseEightDigits(at, &eight)) return false;
    whole = whole * 100'000'000 + eight;
  }
  for (; at < end; ++at) {
    const unsigned int digit = static_cast<unsigned char>(*at) - unsigned{'0'};
    if (digit > 9) return false;
    whole = whole * 10 + digit;
  }
  *value = whole;
  return true;
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

bool parseInteger(std::string_view text, std::int64_t* value) {
  const bool is_negative = !text.empty() && text[0] == '-';
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  if (digits.empty() || digits.size() > kDigitsThatFit) return parseWhole(text, value);
  std::uint64_t size;
  if (!parseDigits(digits, &size)) return false;
  *value = is_negative ? -static_cast<std::int64_t>(size) : static_cast<std::int64_t>(size);
  return true;
}

bool parseInteger(std::string_view text, std::uint64_t* value) {
  if (text.empty() || text.size() > kDigitsThatFit) return parseWhole(text, value);
  return parseDigits(text, value);
}

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
