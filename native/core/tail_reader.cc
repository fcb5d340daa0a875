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
      if (queue_.worthWaking()) notify_();
    }
  }

 private:
  void waitAndResume() {
    const bool rows_wait = !session_.rows().empty();
    const int events = waitForSocket(session_, &stop_, {}, rows_wait ? kFlushAfterMs : -1);
    if (events != 0) {
      session_.resume(events);
    } else {
      flush();
      notify_();
    }
  }

  void flush() {
    if (!session_.rows().empty() && !queue_.push(session_.rows().take())) session_.discardRows();
  }

  Session& session_;
  BatchQueue& queue_;
  const StopSignal& stop_;
  const std::function<void()>& notify_;
};

}  // namespace

void readTail(Session& session, BatchQueue& queue, const StopSignal& stop,
              const std::function<void()>& notify) {
  TailReader(session, queue, stop, notify).run();
}

}  // namespace mysqldb
