#include "core/worker.h"

#include <system_error>
#include <utility>

namespace mysqldb {

bool Worker::start(std::function<void(const StopSignal&)> job, std::function<void()> done) {
  stop_signal_ = std::make_unique<StopSignal>();
  if (!stop_signal_->valid()) return false;
  try {
    thread_ = std::thread([this, job = std::move(job), done = std::move(done)] {
      job(*stop_signal_);
      done();
    });
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
  stop_signal_.reset();
}

void Worker::stop() {
  if (!thread_.joinable()) return;
  stop_signal_->raise();
  join();
}

}  // namespace mysqldb
