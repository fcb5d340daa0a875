#include "core/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "core/text_parser.h"

namespace mysqldb {
namespace {

// Room for the longest double in any notation that is used here.
constexpr std::size_t kRoom = 400;

template <typename Number>
std::string_view shortestScientific(Number value, char* room) {
#if defined(__cpp_lib_to_chars)
  const auto result = std::to_chars(room, room + kRoom, value, std::chars_format::scientific);
  return {room, static_cast<std::size_t>(result.ptr - room)};  // no zero byte behind it
#else
  // Standard libraries without to_chars for doubles: more digits, until they say the same number.
  int length = 0;
  for (int digits = 0; digits < std::numeric_limits<Number>::max_digits10; ++digits) {
    length = std::snprintf(room, kRoom, "%.*e", digits, static_cast<double>(value));
    if (static_cast<Number>(std::strtod(room, nullptr)) == value) break;
  }
  return {room, static_cast<std::size_t>(length)};
#endif
}

// The fewest digits that are a number and no other: 0.digits, times ten to the power of `point`.
struct Shortest {
  bool negative = false;
  std::string digits;
  int point = 0;

  int decimals() const { return static_cast<int>(digits.size()) - point; }
};

// Of "+05" or "-05", which ends with the text.
int exponentOf(std::string_view text) {
  if (text.front() == '+') text.remove_prefix(1);
  int exponent = 0;
  std::from_chars(text.data(), text.data() + text.size(), exponent);
  return exponent;
}

template <typename Number>
Shortest shortestOf(Number value) {
  char room[kRoom];
  std::string_view scientific = shortestScientific(value, room);  // [-]d[.ddd]e±xx
  Shortest found;
  found.negative = scientific.front() == '-';
  if (found.negative) scientific.remove_prefix(1);
  const std::size_t e = scientific.find('e');
  found.digits.push_back(scientific.front());
  if (e > 2) found.digits.append(scientific.substr(2, e - 2));
  found.point = exponentOf(scientific.substr(e + 1)) + 1;
  return found;
}

void appendPlain(const Shortest& number, std::string* text) {
  const std::string_view digits = number.digits;
  if (number.point <= 0) {
    text->append("0.").append(static_cast<std::size_t>(-number.point), '0').append(digits);
    return;
  }
  const auto whole = static_cast<std::size_t>(number.point);
  if (digits.size() <= whole) {
    text->append(digits).append(whole - digits.size(), '0');
    return;
  }
  text->append(digits.substr(0, whole)).append(".").append(digits.substr(whole));
}

// Whole numbers from 1e15 on, and all below 1e-14, have an exponent: one without a plus or leading
// zeros.
void appendNumber(const Shortest& number, std::string* text) {
  constexpr int kMostPlainDigits = std::numeric_limits<double>::digits10;
  if (number.point >= 1 - kMostPlainDigits &&
      (number.point <= kMostPlainDigits || number.decimals() > 0)) {
    appendPlain(number, text);
    return;
  }
  const std::string_view digits = number.digits;
  text->append(digits.substr(0, 1));
  if (digits.size() > 1) text->append(".").append(digits.substr(1));
  text->append("e").append(std::to_string(number.point - 1));
}

template <typename Number>
void shortestText(Number value, std::string* text) {
  const Shortest shortest = shortestOf(value);
  if (shortest.negative) text->push_back('-');
  if (shortest.digits == "0")
    text->push_back('0');
  else
    appendNumber(shortest, text);
}

// The digits that are the number, and zeros behind them, where that is all of it: more digits of
// its binary fraction say nothing.
void fixedText(double value, unsigned int decimals, std::string* text) {
  const Shortest shortest = shortestOf(value);
  const int missing = static_cast<int>(decimals) - shortest.decimals();
  if (missing < 0) {
    char room[kRoom];
    const int length = std::snprintf(room, kRoom, "%.*f", static_cast<int>(decimals), value);
    text->append(room, static_cast<std::size_t>(length));
    return;
  }
  if (shortest.negative) text->push_back('-');
  appendPlain(shortest, text);
  if (decimals > 0 && shortest.decimals() <= 0) text->push_back('.');
  text->append(std::min(static_cast<unsigned int>(missing), decimals), '0');
}

template <typename Number>
void numberText(Number value, unsigned int decimals, std::string* text) {
  text->clear();
  if (!std::isfinite(value))
    text->append(std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
  else if (decimals < kDecimalsNotFixed)
    fixedText(static_cast<double>(value), decimals, text);
  else
    shortestText(value, text);
}

}  // namespace

void doubleText(double value, unsigned int decimals, std::string* text) {
  numberText(value, decimals, text);
}

void floatText(float value, unsigned int decimals, std::string* text) {
  numberText(value, decimals, text);
}

double shortestDouble(float value) {
  char room[kRoom];
  double shortest = static_cast<double>(value);
  parseDouble(shortestScientific(value, room), &shortest);
  return shortest;
}

}  // namespace mysqldb
