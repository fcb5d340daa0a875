// UTF-8 to the two forms in which V8 keeps strings: one byte a character (latin1) or UTF-16.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mysqldb {

/// Whether every byte is below 0x80.
bool isAscii(std::string_view text);

/// Copies a text to where it has room, and looks at its bytes on the way: whether all are below
/// 0x80.
bool copyAscii(std::string_view text, char* to);

/// Decodes UTF-8. Invalid bytes become U+FFFD, one for each maximal part of a sequence, as the
/// WHATWG Encoding Standard and Node's TextDecoder do. Returns true when all characters fit latin1;
/// `narrow` has the text then, else `wide` has it.
bool decodeUtf8(std::string_view text, std::string* narrow, std::u16string* wide);

}  // namespace mysqldb
