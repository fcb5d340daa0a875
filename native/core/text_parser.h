// Parses the text protocol's numbers and dates. Exact or not at all: what does not parse is kept as
// its text by the caller, so nothing is ever lost.
#pragma once

#include <cstdint>
#include <string_view>

namespace mysqldb {

/// False unless the whole text is a decimal integer that fits; a leading minus is allowed for the
/// signed type only.
bool parseInteger(std::string_view text, std::int64_t* value);
bool parseInteger(std::string_view text, std::uint64_t* value);

/// The nearest double; false unless the whole text is a number.
bool parseDouble(std::string_view text, double* value);

/// `YYYY-MM-DD[ HH:MM:SS[.f]]` with up to 6 digits of fraction, as microseconds since 1970-01-01
/// if the text were UTC. False for zero and partial dates and for days that no month has.
bool parseDateTime(std::string_view text, std::int64_t* micros);

}  // namespace mysqldb
