// Waiting for a socket on the calling thread: for the sync API and for worker threads.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "core/session.h"

namespace mysqldb {

/// Whether the other side has closed an idle connection. Data that waits is not a loss: TLS records
/// and notices of the server arrive unasked too, before a close as well.
bool peerHasClosed(int socket);

/// Wakes a thread that waits for a socket, from any other thread. It is made for one job.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// False when the system has no file descriptors left: it could wake nobody.
  bool valid() const;
  void raise();
  bool raised() const { return raised_.load(std::memory_order_acquire); }
  int fd() const { return pipe_[0]; }

 private:
  std::atomic<bool> raised_{false};
  int pipe_[2] = {-1, -1};
};

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// A deadline so many milliseconds from now; none for 0.
Deadline deadlineAfter(unsigned int milliseconds);

/// Waits for what the session wants, at most `limit_ms` milliseconds (-1: as long as the session
/// and the deadline allow). Returns the events for Session::resume(), 0 when only the limit was
/// reached. A raised signal and a passed deadline come as a timeout, which ends the client's call.
int waitForSocket(const Session& session, const StopSignal* stop, const Deadline& deadline,
                  int limit_ms = -1);

/// Waits and resumes until the command that was begun is finished.
void finishCommand(Session& session, const StopSignal* stop, const Deadline& deadline);

}  // namespace mysqldb
