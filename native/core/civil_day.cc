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
  const std::int64_t y = static_cast<std::int64_t>(year) - (month <= 2 ? 1 : 0);
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  *days = era * 146097 + day_of_era - 719468;
  return true;
}

}  // namespace mysqldb
