// Remembers the result shapes that JavaScript has seen, so that a repeated query sends its metadata
// across once. JavaScript keeps the same slots, so both sides are bounded by the same number.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace mysqldb {

class ShapeCache {
 public:
  static constexpr std::uint32_t kSlots = 128;

  /// The slot of a metadata block; `is_new` says whether JavaScript must be given the block.
  std::uint32_t slotOf(const std::string& block, bool* is_new) {
    if (last_ != slots_.end() && last_->first == block) {
      *is_new = false;
      return last_->second;
    }
    last_ = slots_.find(block);
    *is_new = last_ == slots_.end();
    if (*is_new) {
      if (slots_.size() == kSlots) slots_.clear();
      last_ = slots_.emplace(block, static_cast<std::uint32_t>(slots_.size())).first;
    }
    return last_->second;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> slots_;
  std::unordered_map<std::string, std::uint32_t>::const_iterator last_ = slots_.end();
};

}  // namespace mysqldb
