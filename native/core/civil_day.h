// Days of the calendar that the servers use: Gregorian, also before there was one.
#pragma once

#include <cstdint>

namespace mysqldb {

/// Days from 1970-01-01 to a date; false for zero and partial dates and for days that no month has.
bool daysSinceEpoch(unsigned int year, unsigned int month, unsigned int day, std::int64_t* days);

}  // namespace mysqldb
