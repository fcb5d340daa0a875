// Ends the statement of a session from outside: after a while, a thread opens a connection of its
// own and sends KILL QUERY, again and again until the statement has ended. Where that cannot be
// done the session is cut (docs/decisions/0003-cancel.md).
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/client_socket.h"
#include "core/connect_options.h"
#include "core/error_info.h"
#include "core/session.h"
#include "core/socket_wait.h"

namespace mysqldb {

struct KillOrder {
  /// How the session's server is reached once more; without it the session is cut at once.
  std::optional<ConnectOptions> options;
  /// Statements: the first finds one row if that server is the session's own, the second kills.
  std::string check;
  std::string kill;
  std::chrono::milliseconds delay{0};
  /// Within so many milliseconds after the delay the statement has to end; 0 is for ever.
  unsigned int patience_ms = 0;
};

struct KillReport {
  bool sent = false;  // a kill was sent, so that the statement's answer may not be the whole one
  bool cut = false;   // the statement could not be ended: the session has to be, or is already
  ErrorInfo error;    // why; none when there was no way to ask the server
};

class Killer {
 public:
  /// `socket` is the session's, or -1 when it is cut by whoever gets the report.
  Killer(KillOrder order, int socket) : order_(std::move(order)), socket_(socket) {}
  ~Killer() { stop(); }
  Killer(const Killer&) = delete;
  Killer& operator=(const Killer&) = delete;

  /// Starts the thread; `done` is called at its end, still on it. False when the system has no
  /// thread or file descriptor left.
  bool start(std::function<void()> done);
  /// The statement has ended: no further kill is sent. One that is on its way is waited for, since
  /// it could hit the next statement.
  void release();
  /// Waits for the thread's end.
  KillReport join();
  /// Ends the thread, also while it waits for an answer: for a session that is over.
  void abandon();

 private:
  void run();
  bool waitForDelay();
  bool takeSlot();
  void killUntilReleased();
  bool openSide(Session& side);
  bool sendKill(Session& side);
  bool releasedWithin(std::chrono::milliseconds pause);
  bool released();
  void cut(ErrorInfo error, bool even_if_released = false);
  void stop();

  const KillOrder order_;
  client::SocketCopy socket_;
  StopSignal stop_;
  Deadline deadline_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;  // this and the report are read and written with the mutex
  KillReport report_;
  std::thread thread_;
};

}  // namespace mysqldb
