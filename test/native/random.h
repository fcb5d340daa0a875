// Generated input, the same in every run.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace mysqldb::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  /// 0 to bound - 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  std::string bytes(std::size_t length) {
    std::string text(length, '\0');
    for (char& c : text) c = static_cast<char>(engine_());
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace mysqldb::test
