#include "core/text_decoder.h"

#include <cstdint>
#include <cstring>

namespace mysqldb {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Sequence {
  int length;         // bytes of a whole sequence, 0 for a byte that cannot start one
  unsigned char low;  // the range that the second byte must lie in
  unsigned char high;
};

// Table 3-7 of the Unicode Standard: well-formed UTF-8 byte sequences.
Sequence sequenceOf(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80, 0xBF};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3, 0x80, 0xBF};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {4, 0x80, 0xBF};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// Takes one code point off the front of a text that is not empty.
char32_t takeCodePoint(const unsigned char** at, const unsigned char* end) {
  const unsigned char lead = *(*at)++;
  if (lead < 0x80) return lead;
  const Sequence sequence = sequenceOf(lead);
  if (sequence.length == 0) return kReplacement;
  char32_t code = lead & (0x7F >> sequence.length);
  for (int i = 1; i < sequence.length; ++i) {
    const unsigned char low = i == 1 ? sequence.low : 0x80;
    const unsigned char high = i == 1 ? sequence.high : 0xBF;
    if (*at == end || **at < low || **at > high) return kReplacement;
    code = (code << 6) | (*(*at)++ & 0x3F);
  }
  return code;
}

void appendUtf16(char32_t code, std::u16string* wide) {
  if (code < 0x10000) {
    wide->push_back(static_cast<char16_t>(code));
    return;
  }
  wide->push_back(static_cast<char16_t>(0xD7C0 + (code >> 10)));
  wide->push_back(static_cast<char16_t>(0xDC00 + (code & 0x3FF)));
}

constexpr std::uint64_t kHighBits = 0x8080808080808080u;

template <typename Word>
std::uint64_t copyWord(const char* from, char* to) {
  Word word;
  std::memcpy(&word, from, sizeof(word));
  std::memcpy(to, &word, sizeof(word));
  return word;
}

// At least a word: the last one overlaps the one before it.
template <typename Word>
std::uint64_t copyWords(const char* from, std::size_t size, char* to) {
  std::uint64_t seen = 0;
  const std::size_t last = size - sizeof(Word);
  for (std::size_t at = 0; at < last; at += sizeof(Word))
    seen |= copyWord<Word>(from + at, to + at);
  return seen | copyWord<Word>(from + last, to + last);
}

}  // namespace

bool isAscii(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t seen = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    seen |= word;
  }
  for (; left > 0; ++at, --left) seen |= static_cast<unsigned char>(*at) & 0x80u;
  return (seen & kHighBits) == 0;
}

bool copyAscii(std::string_view text, char* to) {
  const char* from = text.data();
  const std::size_t size = text.size();
  if (size >= 8) return (copyWords<std::uint64_t>(from, size, to) & kHighBits) == 0;
  if (size >= 4) return (copyWords<std::uint32_t>(from, size, to) & kHighBits) == 0;
  std::uint64_t seen = 0;
  for (std::size_t at = 0; at < size; ++at) seen |= copyWord<std::uint8_t>(from + at, to + at);
  return (seen & kHighBits) == 0;
}

bool decodeUtf8(std::string_view text, std::string* narrow, std::u16string* wide) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* end = at + text.size();
  narrow->clear();
  while (at < end) {
    const char32_t code = takeCodePoint(&at, end);
    if (code > 0xFF) {
      wide->clear();
      for (const char c : *narrow) wide->push_back(static_cast<unsigned char>(c));
      appendUtf16(code, wide);
      while (at < end) appendUtf16(takeCodePoint(&at, end), wide);
      return false;
    }
    narrow->push_back(static_cast<char>(code));
  }
  return true;
}

}  // namespace mysqldb
