// Numbers of the binary protocol as the servers write them in the text protocol.
#pragma once

#include <cstdint>
#include <string>

namespace mysqldb {

/// `decimals` of a column whose numbers have as many digits as they need (NOT_FIXED_DEC).
inline constexpr unsigned int kDecimalsNotFixed = 31;

/// The fewest digits that are this number and no other, or a fixed number of decimals. What a sum
/// overflows to is called as JavaScript calls it: the servers' text has 0 in its place.
void doubleText(double value, unsigned int decimals, std::string* text);
void floatText(float value, unsigned int decimals, std::string* text);

/// The double with the fewest digits that a float has: 0.1f is 0.1 then, not 0.10000000149011612.
double shortestDouble(float value);

}  // namespace mysqldb
