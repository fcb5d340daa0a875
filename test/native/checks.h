// Counts what the C++ tests check, and prints what fails. No framework: std::source_location does
// without macros, and a fresh machine then needs no further package.
#pragma once

#include <iostream>
#include <source_location>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace mysqldb::test {

class Checks {
 public:
  using Place = std::source_location;

  /// Names the behaviour that the next checks are about.
  void begin(std::string_view behaviour) { behaviour_ = behaviour; }

  /// `about` tells which of many generated inputs it was.
  template <typename Actual, typename Expected>
  void equal(const Actual& actual, const Expected& expected, std::string_view about = {},
             Place place = Place::current()) {
    ++count_;
    if (actual == expected) return;
    fail("got " + shown(actual) + ", expected " + shown(expected), about, place);
  }

  void isTrue(bool actual, std::string_view about = {}, Place place = Place::current()) {
    ++count_;
    if (!actual) fail("does not hold", about, place);
  }

  void skip(std::string_view why) { std::cout << "  skipped: " << why << '\n'; }

  std::size_t count() const { return count_; }
  std::size_t failures() const { return failures_; }

 private:
  static constexpr std::size_t kShownFailures = 20;

  void fail(const std::string& what, std::string_view about, const Place& place) {
    if (++failures_ > kShownFailures) return;
    std::cout << "  FAILED " << behaviour_ << ": " << what;
    if (!about.empty()) std::cout << " [" << escaped(about) << ']';
    std::cout << "\n    at " << place.file_name() << ':' << place.line() << '\n';
  }

  static std::string escaped(std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    for (const char c : text.substr(0, 80)) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte < 0x7F && c != '\\')
        out += c;
      else
        out += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    }
    return text.size() > 80 ? out + "..." : out;
  }

  template <typename Value>
  static std::string shown(const Value& value) {
    std::ostringstream out;
    if constexpr (std::is_enum_v<Value>) {
      out << static_cast<long long>(value);
    } else if constexpr (std::is_convertible_v<Value, std::string_view>) {
      out << '"' << escaped(value) << '"';
    } else if constexpr (std::is_convertible_v<Value, std::u16string_view>) {
      out << std::hex;
      for (const char16_t unit : std::u16string_view(value).substr(0, 40))
        out << static_cast<unsigned int>(unit) << ' ';
    } else {
      out.precision(17);
      out << value;
    }
    return out.str();
  }

  std::string behaviour_;
  std::size_t count_ = 0;
  std::size_t failures_ = 0;
};

}  // namespace mysqldb::test
