#include "core/text_decoder.h"

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "random.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

void append(char32_t code, std::u16string* text) {
  if (code >= 0x10000) {
    text->push_back(static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10)));
    code = 0xDC00 + ((code - 0x10000) & 0x3FF);
  }
  text->push_back(static_cast<char16_t>(code));
}

// The decoder as the WHATWG Encoding Standard writes it down, step by step
// (https://encoding.spec.whatwg.org/#utf-8-decoder).
std::u16string whatwg(std::string_view bytes) {
  std::u16string out;
  char32_t code = 0;
  int seen = 0;
  int needed = 0;
  int lower = 0x80;
  int upper = 0xBF;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int byte = static_cast<unsigned char>(bytes[i]);
    if (needed == 0) {
      if (byte <= 0x7F) {
        append(static_cast<char32_t>(byte), &out);
      } else if (byte >= 0xC2 && byte <= 0xDF) {
        needed = 1;
        code = byte & 0x1F;
      } else if (byte >= 0xE0 && byte <= 0xEF) {
        if (byte == 0xE0) lower = 0xA0;
        if (byte == 0xED) upper = 0x9F;
        needed = 2;
        code = byte & 0xF;
      } else if (byte >= 0xF0 && byte <= 0xF4) {
        if (byte == 0xF0) lower = 0x90;
        if (byte == 0xF4) upper = 0x8F;
        needed = 3;
        code = byte & 0x7;
      } else {
        append(0xFFFD, &out);
      }
      continue;
    }
    if (byte < lower || byte > upper) {
      code = 0;
      needed = seen = 0;
      lower = 0x80;
      upper = 0xBF;
      --i;  // the byte is looked at again
      append(0xFFFD, &out);
      continue;
    }
    lower = 0x80;
    upper = 0xBF;
    code = (code << 6) | static_cast<char32_t>(byte & 0x3F);
    if (++seen == needed) {
      append(code, &out);
      code = 0;
      needed = seen = 0;
    }
  }
  if (needed != 0) append(0xFFFD, &out);
  return out;
}

// Both results as one; also checks that the narrow one is chosen whenever it can be.
std::u16string decode(Checks& checks, std::string_view bytes) {
  const auto copy = std::make_unique<char[]>(bytes.size());  // nothing behind its end
  if (!bytes.empty()) std::memcpy(copy.get(), bytes.data(), bytes.size());
  std::string narrow = "left over";
  std::u16string wide = u"left over";
  const bool is_narrow = decodeUtf8(std::string_view(copy.get(), bytes.size()), &narrow, &wide);
  if (is_narrow) {
    wide.clear();
    for (const char c : narrow) wide.push_back(static_cast<unsigned char>(c));
  }
  bool fits = true;
  for (const char16_t unit : wide) fits = fits && unit <= 0xFF;
  checks.equal(is_narrow, fits, bytes);
  return wide;
}

void everyCodePoint(Checks& checks) {
  checks.begin("every code point is decoded");
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string bytes;
    const auto tail = [&](int shift) {
      bytes.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F)));
    };
    if (code < 0x80) {
      bytes.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
      bytes.push_back(static_cast<char>(0xC0 | (code >> 6)));
    } else if (code < 0x10000) {
      bytes.push_back(static_cast<char>(0xE0 | (code >> 12)));
      tail(6);
    } else {
      bytes.push_back(static_cast<char>(0xF0 | (code >> 18)));
      tail(12);
      tail(6);
    }
    if (code >= 0x80) tail(0);
    std::u16string expected;
    append(code, &expected);
    checks.equal(decode(checks, bytes), expected, bytes);
  }
}

void everySequence(Checks& checks) {
  checks.begin("sequences of the bytes at which the rules change are as the standard says");
  const std::string edges =
      "\x41\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4"
      "\xF5\xFF";
  std::string bytes;
  for (const char a : edges)
    for (const char b : edges)
      for (const char c : edges)
        for (const char d : edges) {
          bytes = {a, b, c, d};
          for (std::size_t length = d == edges[0] ? 1 : 4; length <= 4; ++length) {
            const std::string_view part = std::string_view(bytes).substr(0, length);
            checks.equal(decode(checks, part), whatwg(part), part);
          }
        }
}

void everyPair(Checks& checks) {
  checks.begin("every two bytes are as the standard says");
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const std::string bytes = {static_cast<char>(first), static_cast<char>(second), 'z'};
      checks.equal(decode(checks, bytes), whatwg(bytes), bytes);
    }
}

void randomBytes(Checks& checks) {
  checks.begin("random bytes are as the standard says");
  Random random(6);
  const std::vector<std::string> parts = {"a", "é", "€", "😀", "ÿ", "\xFF", "\xE2\x82", "\xF0\x9F"};
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes = random.bytes(random.below(24));
    for (std::size_t more = random.below(6); more > 0; --more)
      bytes.insert(random.below(bytes.size() + 1), parts[random.below(parts.size())]);
    checks.equal(decode(checks, bytes), whatwg(bytes), bytes);
  }
}

void knownTexts(Checks& checks) {
  checks.begin("the examples of the Unicode Standard, tables 3-8 to 3-11");
  const std::u16string r = u"\uFFFD";
  checks.equal(decode(checks, "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
               r + r + r + r + r + r + r + r + u"A");
  checks.equal(decode(checks, "\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"),
               r + r + r + r + r + r + r + r + u"A");
  checks.equal(decode(checks, "\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"),
               r + r + r + r + r + u"A" + r + r + u"B");
  checks.equal(decode(checks, "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), r + r + r + r + u"A");
  checks.begin("a byte order mark is a character like any other");
  checks.equal(decode(checks, "\xEF\xBB\xBFx"), u"\uFEFFx");
  checks.equal(decode(checks, ""), u"");
}

// Into memory of just that size, so that a sanitizer sees a byte too many.
bool copied(Checks& checks, std::string_view text) {
  const auto copy = std::make_unique<char[]>(text.size());
  const bool is_ascii = copyAscii(text, copy.get());
  checks.isTrue(std::string_view(copy.get(), text.size()) == text);
  return is_ascii;
}

void asciiAtEveryPlace(Checks& checks) {
  checks.begin("one byte that is not ASCII is seen at every place");
  for (std::size_t length = 0; length < 40; ++length) {
    checks.isTrue(isAscii(std::string(length, '\x7F')));
    for (std::size_t at = 0; at < length; ++at) {
      for (const char byte : {'\x80', '\xFF'}) {
        const auto text = std::make_unique<char[]>(length);
        std::memset(text.get(), 'a', length);
        text[at] = byte;
        checks.isTrue(!isAscii(std::string_view(text.get(), length)));
        checks.isTrue(!copied(checks, std::string_view(text.get(), length)));
        checks.isTrue(copied(checks, std::string_view(text.get(), at)));
        checks.equal(isAscii(std::string_view(text.get(), at)), true);
      }
    }
  }
}

}  // namespace

void testTextDecoder(Checks& checks) {
  knownTexts(checks);
  everyCodePoint(checks);
  everyPair(checks);
  everySequence(checks);
  randomBytes(checks);
  asciiAtEveryPlace(checks);
}

}  // namespace mysqldb::test
