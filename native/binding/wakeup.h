// Wakes the JavaScript thread from another thread.
#pragma once

#include "binding/uv_handle.h"

namespace mysqldb {

class WakeupListener {
 public:
  /// Runs on the loop's thread, once for one or more signals. May destroy the wakeup.
  virtual void woken() = 0;

 protected:
  ~WakeupListener() = default;
};

class Wakeup {
 public:
  Wakeup(uv_loop_t* loop, WakeupListener& listener);
  ~Wakeup();

  bool valid() const { return handle_ != nullptr; }
  /// From any thread.
  void signal() { uv_async_send(handle_.get()); }
  void keepProcessAlive(bool alive);

 private:
  UvHandle<uv_async_t> handle_;
  WakeupListener& listener_;
};

}  // namespace mysqldb
