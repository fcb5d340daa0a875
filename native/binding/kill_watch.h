// A Killer as JavaScript has it: an async connection is called when it has ended, a sync one waits.
// Its thread's end frees all that it held: the files, and the account's password.
#pragma once

#include <memory>
#include <optional>

#include "binding/addon.h"
#include "binding/wakeup.h"
#include "core/killer.h"

namespace mysqldb {

class KillWatch final : public WakeupListener {
 public:
  /// `on_end` is a function that gets the report, or undefined.
  KillWatch(AddonData& addon, KillOrder order, int socket, Napi::Value on_end);

  /// False when the system has no thread or file descriptor left.
  bool start();
  /// The statement has ended. The report, when nobody is to be called with it and there was none
  /// yet.
  Napi::Value release(Napi::Env env);
  /// The session is over.
  void abandon() {
    if (killer_) killer_->abandon();
  }
  void woken() override;

 private:
  KillReport end();

  Napi::FunctionReference on_end_;
  std::unique_ptr<Wakeup> wakeup_;
  std::optional<Killer>
      killer_;  // until it has ended; last: its end joins the thread that uses the others
};

}  // namespace mysqldb
