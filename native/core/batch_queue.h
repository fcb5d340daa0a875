// Batches on their way from the thread that reads a result to the JavaScript thread. The reader
// waits while the queue is full, so a slow consumer bounds the memory, not the result's size.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "core/row_batch.h"

namespace mysqldb {

class BatchQueue {
 public:
  /// Bytes of packed rows that may wait; one batch always fits. Rows that are read as they are
  /// taken may be left there for long; those that are all wanted wait while V8 collects garbage,
  /// and the server goes on meanwhile.
  static constexpr std::size_t kStreamed = 1024 * 1024;
  static constexpr std::size_t kStored = 8 * 1024 * 1024;
  /// Fewer bytes than this are not worth waking the JavaScript thread for.
  static constexpr std::size_t kWorthWaking = 96 * 1024;

  /// Producer: adds a batch, after waiting for room. False when the consumer went away.
  bool push(RowBatch batch);
  /// Producer: whether the consumer should be told of what is there.
  bool worthWaking() const;

  /// Consumer: the next batch, if there is one.
  std::optional<RowBatch> pop();
  bool empty() const;
  /// Consumer: nothing is wanted any more.
  void cancel();
  /// Makes the queue ready for another result, of which so many bytes may wait.
  void reopen(std::size_t limit);

 private:
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::deque<RowBatch> batches_;
  std::size_t bytes_ = 0;
  std::size_t limit_ = kStreamed;
  bool cancelled_ = false;
};

}  // namespace mysqldb
