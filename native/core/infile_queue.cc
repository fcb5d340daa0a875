#include "core/infile_queue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace mysqldb {

bool InfileQueue::open(const char* name) {
  std::unique_lock lock(mutex_);
  name_ = name;
  waitForPiece(lock);
  return state_ != State::kAborted;
}

int InfileQueue::read(char* buffer, unsigned int size) {
  std::unique_lock lock(mutex_);
  while (taken_ == piece_.size()) {
    if (!waitForPiece(lock)) return state_ == State::kEnded ? 0 : -1;
  }
  const std::size_t count = std::min<std::size_t>(size, piece_.size() - taken_);
  std::memcpy(buffer, piece_.data() + taken_, count);
  taken_ += count;
  return static_cast<int>(count);
}

bool InfileQueue::waitForPiece(std::unique_lock<std::mutex>& lock) {
  if (state_ != State::kEnded && state_ != State::kAborted) {
    state_ = State::kWanted;
    changed_.notify_all();
    notify_();
    changed_.wait(lock, [this] { return state_ >= State::kGiven; });
  }
  return state_ == State::kGiven;
}

std::optional<std::string> InfileQueue::takeRequest() {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kWanted) return std::nullopt;
  state_ = State::kAsked;
  return name_;
}

void InfileQueue::give(std::string piece) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kAsked) return;
  piece_ = std::move(piece);
  taken_ = 0;
  state_ = State::kGiven;
  changed_.notify_all();
}

void InfileQueue::end() {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kAsked) return;
  piece_.clear();
  taken_ = 0;
  state_ = State::kEnded;
  changed_.notify_all();
}

void InfileQueue::abort() {
  const std::lock_guard lock(mutex_);
  state_ = State::kAborted;
  changed_.notify_all();
}

bool InfileQueue::waitForRequest() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return state_ == State::kWanted || state_ == State::kFinished; });
  return state_ == State::kWanted;
}

void InfileQueue::finish() {
  const std::lock_guard lock(mutex_);
  state_ = State::kFinished;
  changed_.notify_all();
}

}  // namespace mysqldb
