#include "core/temporal_text.h"

#include <cstring>

namespace mysqldb {
namespace {

constexpr unsigned int kMostDecimals = 6;

unsigned int uint16At(const unsigned char* at) {
  return static_cast<unsigned int>(at[0] | at[1] << 8);
}

std::uint32_t uint32At(const unsigned char* at) {
  return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 |
         static_cast<std::uint32_t>(at[2]) << 16 | static_cast<std::uint32_t>(at[3]) << 24;
}

void appendNumber(std::uint32_t value, int width, std::string* text) {
  char digits[10];
  int at = sizeof(digits);
  do {
    digits[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  for (int count = static_cast<int>(sizeof(digits)) - at; count < width; ++count)
    text->push_back('0');
  text->append(digits + at, sizeof(digits) - static_cast<std::size_t>(at));
}

void appendClock(const Temporal& value, unsigned int decimals, std::string* text) {
  text->push_back(':');
  appendNumber(value.minute, 2, text);
  text->push_back(':');
  appendNumber(value.second, 2, text);
  if (decimals > kMostDecimals) decimals = value.micros == 0 ? 0 : kMostDecimals;
  if (decimals == 0) return;
  text->push_back('.');
  std::uint32_t fraction = value.micros;
  for (unsigned int i = decimals; i < kMostDecimals; ++i) fraction /= 10;
  appendNumber(fraction, static_cast<int>(decimals), text);
}

bool readClock(const unsigned char* at, Temporal* value) {
  value->hour = at[0];
  value->minute = at[1];
  value->second = at[2];
  return value->hour < 24 && value->minute < 60 && value->second < 60;
}

bool readMicros(const unsigned char* at, Temporal* value) {
  value->micros = uint32At(at);
  return value->micros < 1'000'000;
}

}  // namespace

bool readDateTime(const unsigned char* at, std::size_t length, Temporal* value) {
  *value = Temporal();
  if (length == 0) return true;
  if (length != 4 && length != 7 && length != 11) return false;
  value->year = uint16At(at);
  value->month = at[2];
  value->day = at[3];
  if (value->year > 9999 || value->month > 12 || value->day > 31) return false;
  if (length > 4 && !readClock(at + 4, value)) return false;
  return length < 11 || readMicros(at + 7, value);
}

bool readTime(const unsigned char* at, std::size_t length, Temporal* value) {
  *value = Temporal();
  if (length == 0) return true;
  if (length != 8 && length != 12) return false;
  value->negative = at[0] != 0;
  value->days = uint32At(at + 1);
  constexpr std::uint32_t kMostDays = 34;  // 838:59:59
  if (value->days > kMostDays || !readClock(at + 5, value)) return false;
  return length < 12 || readMicros(at + 8, value);
}

void dateText(const Temporal& value, std::string* text) {
  text->clear();
  appendNumber(value.year, 4, text);
  text->push_back('-');
  appendNumber(value.month, 2, text);
  text->push_back('-');
  appendNumber(value.day, 2, text);
}

void dateTimeText(const Temporal& value, unsigned int decimals, std::string* text) {
  dateText(value, text);
  text->push_back(' ');
  appendNumber(value.hour, 2, text);
  appendClock(value, decimals, text);
}

void timeText(const Temporal& value, unsigned int decimals, std::string* text) {
  text->clear();
  if (value.negative) text->push_back('-');
  appendNumber(value.days * 24 + value.hour, 2, text);
  appendClock(value, decimals, text);
}

}  // namespace mysqldb
