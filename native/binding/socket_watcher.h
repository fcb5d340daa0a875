// Watches a connection's socket in the event loop.
//
// The poll handle is made once for a connection and stays armed for reading between commands: a
// change would cost a system call for each query. An idle one does not keep the process alive.
#pragma once

#include "binding/uv_handle.h"

namespace mysqldb {

class SocketListener {
 public:
  /// Gets the events for Session::resume(). May destroy the watcher.
  virtual void socketReady(int events) = 0;

 protected:
  ~SocketListener() = default;
};

class SocketWatcher {
 public:
  SocketWatcher(uv_loop_t* loop, int socket, SocketListener& listener);
  ~SocketWatcher();

  bool valid() const { return handle_ != nullptr; }
  /// Asks for events; they hold until others are asked for.
  void want(int events);
  /// No events: the socket belongs to another thread, or has data that nobody asked for.
  void pause();
  void keepProcessAlive(bool alive);

 private:
  static void onPoll(uv_poll_t* handle, int status, int events);

  UvHandle<uv_poll_t> handle_;
  SocketListener& listener_;
  int armed_ = 0;
};

/// Whether the other side has closed an idle connection. Data that waits is not a loss: TLS records
/// and notices of the server arrive unasked too.
bool peerHasClosed(int socket);

}  // namespace mysqldb
