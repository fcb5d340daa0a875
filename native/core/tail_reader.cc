#include "core/tail_reader.h"

namespace mysqldb {
namespace {

// Rows that came are not kept back for longer than this, in milliseconds, when no more are coming.
constexpr int kFlushAfterMs = 2;

class TailReader {
 public:
  TailReader(Session& session, BatchQueue& queue, const StopSignal& stop,
             const std::function<void()>& notify)
      : session_(session), queue_(queue), stop_(stop), notify_(notify) {}

  void run() {
    while (session_.state() == SessionState::kRows && !stop_.raised()) {
      session_.fetch();
      while (session_.suspended()) waitAndResume();
      flush();
      if (queue_.worthWaking()) announce();
    }
  }

 private:
  void waitAndResume() {
    const bool rows_wait = unannounced_ || !session_.rows().empty();
    const int events = waitForSocket(session_, &stop_, {}, rows_wait ? kFlushAfterMs : -1);
    if (events != 0) {
      session_.resume(events);
    } else {
      flush();
      announce();
    }
  }

  void flush() {
    if (session_.rows().empty()) return;
    unannounced_ = true;
    if (!queue_.push(session_.rows().take())) session_.discardRows();
  }

  void announce() {
    unannounced_ = false;
    notify_();
  }

  Session& session_;
  BatchQueue& queue_;
  const StopSignal& stop_;
  const std::function<void()>& notify_;
  bool unannounced_ = false;  // batches are in the queue that the consumer was not told of
};

}  // namespace

void readTail(Session& session, BatchQueue& queue, const StopSignal& stop,
              const std::function<void()>& notify) {
  TailReader(session, queue, stop, notify).run();
}

}  // namespace mysqldb
