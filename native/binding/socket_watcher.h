// Watches a connection's socket in the event loop.
//
// The poll handle is made once for a connection and stays armed for reading between commands: a
// change would cost a system call for each query. An idle one does not keep the process alive.
#pragma once

#include "binding/uv_handle.h"

namespace mysqldb {

class SocketListener {
 public:
  /// Gets the events for Session::resume(), or kHungUp alone or with them. May destroy the watcher.
  virtual void socketReady(int events) = 0;

  /// The other side closed its end, though data may still wait.
  static constexpr int kHungUp = 1 << 16;

 protected:
  ~SocketListener() = default;
};

class SocketWatcher {
 public:
  SocketWatcher(uv_loop_t* loop, int socket, SocketListener& listener);
  ~SocketWatcher();

  bool valid() const { return handle_ != nullptr; }
  /// Asks for events; they hold until others are asked for. If none comes within so many
  /// milliseconds, the listener gets a timeout, once; 0 is for ever.
  void want(int events, unsigned int patience_ms = 0);
  /// From now on only a hang-up counts: the socket has data that nobody asked for.
  void wantHangUp();
  /// Whoever was waited for may take his time: the consumer does.
  void stopTimer();
  void keepProcessAlive(bool alive);

 private:
  static void onPoll(uv_poll_t* handle, int status, int events);
  static void onTimeout(uv_timer_t* timer);
  void startTimer(unsigned int patience_ms);
  void arm(int uv_events);

  UvHandle<uv_poll_t> handle_;
  UvHandle<uv_timer_t> timer_;  // made when it is first needed
  SocketListener& listener_;
  int armed_ = 0;
};

}  // namespace mysqldb
