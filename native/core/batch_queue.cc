#include "core/batch_queue.h"

#include <utility>

namespace mysqldb {

bool BatchQueue::push(RowBatch batch) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return cancelled_ || bytes_ < limit_; });
  if (cancelled_) return false;
  bytes_ += batch.memory();
  batches_.push_back(std::move(batch));
  return true;
}

bool BatchQueue::worthWaking() const {
  const std::lock_guard lock(mutex_);
  return bytes_ >= kWorthWaking;
}

std::optional<RowBatch> BatchQueue::pop() {
  const std::lock_guard lock(mutex_);
  if (batches_.empty()) return std::nullopt;
  RowBatch batch = std::move(batches_.front());
  batches_.pop_front();
  const bool was_full = bytes_ >= limit_;
  bytes_ -= batch.memory();
  if (was_full && bytes_ < limit_) room_.notify_one();
  return batch;
}

bool BatchQueue::empty() const {
  const std::lock_guard lock(mutex_);
  return batches_.empty();
}

void BatchQueue::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  batches_.clear();
  bytes_ = 0;
  room_.notify_one();
}

void BatchQueue::reopen(std::size_t limit) {
  const std::lock_guard lock(mutex_);
  cancelled_ = false;
  batches_.clear();
  bytes_ = 0;
  limit_ = limit;
}

}  // namespace mysqldb
