// A thread of a session's own, for what must not run on the JavaScript thread: one job at a time,
// each on a fresh thread. Starting a thread takes some 20 µs, which is nothing beside connecting or
// beside the rows that are worth a job, and no idle thread stays behind.
#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "core/socket_wait.h"

namespace mysqldb {

class Worker {
 public:
  ~Worker() { stop(); }

  /// Runs the job; `done` is called at its end, still on the thread. False when the system has no
  /// thread or file descriptor left. The previous job must have been joined.
  bool start(std::function<void(const StopSignal&)> job, std::function<void()> done);
  bool running() const { return thread_.joinable(); }
  /// Waits for the end of a job that said it was done.
  void join();
  /// Ends the job's waiting, and waits for its end.
  void stop();

 private:
  std::unique_ptr<StopSignal>
      stop_signal_;  // while a job runs: an idle session holds no descriptors
  std::thread thread_;
};

}  // namespace mysqldb
