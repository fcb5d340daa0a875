#include "core/number_text.h"

#include <charconv>
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

void appendPlain(std::string_view digits, int point, std::string* text) {
  if (point <= 0) {
    text->append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    return;
  }
  const auto whole = static_cast<std::size_t>(point);
  if (digits.size() <= whole) {
    text->append(digits).append(whole - digits.size(), '0');
    return;
  }
  text->append(digits.substr(0, whole)).append(".").append(digits.substr(whole));
}

// From 1e15 on, and below 1e-14, with an exponent: one without a plus or leading zeros.
void appendDigits(std::string_view digits, int exponent, std::string* text) {
  constexpr int kMostPlainDigits = std::numeric_limits<double>::digits10;
  const int point = exponent + 1;
  if (point >= 1 - kMostPlainDigits && point <= kMostPlainDigits) {
    appendPlain(digits, point, text);
    return;
  }
  text->append(digits.substr(0, 1));
  if (digits.size() > 1) text->append(".").append(digits.substr(1));
  text->append("e").append(std::to_string(exponent));
}

// Of "+05" or "-05", which ends with the text.
int exponentOf(std::string_view text) {
  if (text.front() == '+') text.remove_prefix(1);
  int exponent = 0;
  std::from_chars(text.data(), text.data() + text.size(), exponent);
  return exponent;
}

template <typename Number>
void shortestText(Number value, std::string* text) {
  char room[kRoom];
  std::string_view scientific = shortestScientific(value, room);  // [-]d[.ddd]e±xx
  text->clear();
  if (scientific.front() == '-') {
    text->push_back('-');
    scientific.remove_prefix(1);
  }
  const std::size_t e = scientific.find('e');
  std::string digits(scientific.substr(0, 1));
  if (e > 2) digits.append(scientific.substr(2, e - 2));
  if (digits == "0") {
    text->push_back('0');
    return;
  }
  appendDigits(digits, exponentOf(scientific.substr(e + 1)), text);
}

void fixedText(double value, unsigned int decimals, std::string* text) {
  char room[kRoom];
  const int length = std::snprintf(room, kRoom, "%.*f", static_cast<int>(decimals), value);
  text->assign(room, static_cast<std::size_t>(length));
}

}  // namespace

void doubleText(double value, unsigned int decimals, std::string* text) {
  if (decimals < kDecimalsNotFixed)
    fixedText(value, decimals, text);
  else
    shortestText(value, text);
}

void floatText(float value, unsigned int decimals, std::string* text) {
  if (decimals < kDecimalsNotFixed)
    fixedText(static_cast<double>(value), decimals, text);
  else
    shortestText(value, text);
}

double shortestDouble(float value) {
  char room[kRoom];
  double shortest = static_cast<double>(value);
  parseDouble(shortestScientific(value, room), &shortest);
  return shortest;
}

}  // namespace mysqldb
