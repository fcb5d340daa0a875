#include "binding/kill_watch.h"

#include <utility>

#include "binding/event_writer.h"

namespace mysqldb {
namespace {

Napi::Object reportObject(Napi::Env env, const KillReport& report) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("sent", report.sent);
  object.Set("cut", report.cut);
  if (report.error) object.Set("error", Napi::Value(env, errorObject(env, report.error)));
  return object;
}

}  // namespace

KillWatch::KillWatch(AddonData& addon, KillOrder order, int socket, Napi::Value on_end)
    : killer_(std::in_place, std::move(order), socket) {
  if (!on_end.IsFunction()) return;
  on_end_ = Napi::Persistent(on_end.As<Napi::Function>());
  wakeup_ = std::make_unique<Wakeup>(addon.loop(), *this);
}

bool KillWatch::start() {
  if (!wakeup_) return killer_->start({});
  if (!wakeup_->valid()) return false;
  wakeup_->keepProcessAlive(true);
  return killer_->start([this] { wakeup_->signal(); });
}

Napi::Value KillWatch::release(Napi::Env env) {
  if (!killer_) return env.Undefined();
  killer_->release();
  return wakeup_ ? env.Undefined() : Napi::Value(reportObject(env, end()));
}

void KillWatch::woken() {
  const Napi::Env env = on_end_.Env();
  const Napi::HandleScope scope(env);
  const Napi::FunctionReference on_end = std::move(on_end_);
  const napi_value report = reportObject(env, end());
  wakeup_.reset();
  callHandler(env, env.Global(), on_end.Value(), &report, 1, true);
}

KillReport KillWatch::end() {
  KillReport report = killer_->join();
  killer_.reset();
  return report;
}

}  // namespace mysqldb
