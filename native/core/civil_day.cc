#include "core/civil_day.h"

namespace mysqldb {
namespace {

bool isLeapYear(unsigned int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

unsigned int daysInMonth(unsigned int year, unsigned int month) {
  constexpr unsigned char kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && isLeapYear(year) ? 29 : kDays[month - 1];
}

}  // namespace

// Years begin in March, so that the leap day is a year's last
// (http://howardhinnant.github.io/date_algorithms.html describes the method).
bool daysSinceEpoch(unsigned int year, unsigned int month, unsigned int day, std::int64_t* days) {
  // Year 0 is MySQL's "no year": a zero date in part.
  if (year == 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return false;
  const unsigned int y = month > 2 ? year : year - 1;
  const unsigned int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  constexpr std::int64_t kEpoch = 719468;  // 1970-01-01, counted from March 1st of the year 0
  *days = static_cast<std::int64_t>(y * 365 + y / 4 - y / 100 + y / 400 + day_of_year) - kEpoch;
  return true;
}

}  // namespace mysqldb
