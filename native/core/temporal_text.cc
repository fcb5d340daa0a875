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

// Where the next character of a text goes. The longest is -838:59:59.999999, or a DATETIME's 26.
class Writer {
 public:
  void put(char character) { *at_++ = character; }
  void twoDigits(unsigned int value) {
    put(static_cast<char>('0' + value / 10));
    put(static_cast<char>('0' + value % 10));
  }
  void date(const Temporal& value) {
    twoDigits(value.year / 100);
    twoDigits(value.year % 100);
    put('-');
    twoDigits(value.month);
    put('-');
    twoDigits(value.day);
  }
  void minutesAndMore(const Temporal& value, unsigned int decimals) {
    put(':');
    twoDigits(value.minute);
    put(':');
    twoDigits(value.second);
    if (decimals > kMostDecimals) decimals = value.micros == 0 ? 0 : kMostDecimals;
    if (decimals > 0) fraction(value.micros, decimals);
  }
  void copyTo(std::string* text) const {
    text->assign(room_, static_cast<std::size_t>(at_ - room_));
  }

 private:
  void fraction(std::uint32_t micros, unsigned int decimals) {
    put('.');
    twoDigits(micros / 10000);
    twoDigits(micros / 100 % 100);
    twoDigits(micros % 100);
    at_ -= kMostDecimals - decimals;
  }

  char room_[32];
  char* at_ = room_;
};

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
  Writer writer;
  writer.date(value);
  writer.copyTo(text);
}

void dateTimeText(const Temporal& value, unsigned int decimals, std::string* text) {
  Writer writer;
  writer.date(value);
  writer.put(' ');
  writer.twoDigits(value.hour);
  writer.minutesAndMore(value, decimals);
  writer.copyTo(text);
}

void timeText(const Temporal& value, unsigned int decimals, std::string* text) {
  Writer writer;
  if (value.negative) writer.put('-');
  const unsigned int hours = value.days * 24 + value.hour;
  if (hours > 99) writer.put(static_cast<char>('0' + hours / 100));
  writer.twoDigits(hours % 100);
  writer.minutesAndMore(value, decimals);
  writer.copyTo(text);
}

}  // namespace mysqldb
