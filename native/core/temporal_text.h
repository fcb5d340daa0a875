// Dates and times of the binary protocol, and their text as the servers write it.
#pragma once

#include <cstdint>
#include <string>

namespace mysqldb {

/// As a packet has it: all of it zero for a zero date.
struct Temporal {
  unsigned int year = 0;
  unsigned int month = 0;
  unsigned int day = 0;
  std::uint32_t days = 0;  // of a TIME
  unsigned int hour = 0;
  unsigned int minute = 0;
  unsigned int second = 0;
  std::uint32_t micros = 0;
  bool negative = false;  // a TIME
};

/// Reads `length` bytes: 0, 4, 7 or 11 of a DATE or DATETIME, or 0, 8 or 12 of a TIME. False for
/// other lengths and for numbers that no date or time has.
bool readDateTime(const unsigned char* at, std::size_t length, Temporal* value);
bool readTime(const unsigned char* at, std::size_t length, Temporal* value);

/// `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS[.f]` and `[-]HHH:MM:SS[.f]`; `decimals` digits of fraction,
/// or above 6 as many as there are.
void dateText(const Temporal& value, std::string* text);
void dateTimeText(const Temporal& value, unsigned int decimals, std::string* text);
void timeText(const Temporal& value, unsigned int decimals, std::string* text);

}  // namespace mysqldb
