#include "binding/addon.h"

#include <memory>
#include <mutex>

#include "binding/session_wrap.h"
#include "core/client_bulk.h"
#include "core/row_batch.h"

namespace mysqldb {

AddonData::AddonData(Napi::Env env) {
  napi_get_uv_event_loop(env, &loop_);
  Napi::ArrayBuffer scratch = Napi::ArrayBuffer::New(env, kScratchBytes);
  scratch_bytes_ = static_cast<std::uint8_t*>(scratch.Data());
  scratch_ = Napi::Persistent(scratch);
  Napi::ArrayBuffer answers = Napi::ArrayBuffer::New(env, kMaxAnswers * kAnswerBytes);
  answer_bytes_ = static_cast<std::uint8_t*>(answers.Data());
  answers_ = Napi::Persistent(answers);
  Napi::ArrayBuffer columns = Napi::ArrayBuffer::New(env, kColumnBytes);
  column_bytes_ = static_cast<std::uint8_t*>(columns.Data());
  columns_ = Napi::Persistent(columns);
}

SessionWrap& AddonData::session(Napi::Value number) const {
  const auto found = sessions_.find(number.As<Napi::Number>());
  if (found != sessions_.end()) return *found->second;
  throw Napi::Error::New(number.Env(), "mysqldb: a native session was used after its end");
}

void AddonData::closeSessions() {
  while (!sessions_.empty()) sessions_.begin()->second->shutDown();
}

namespace {

void initializeClientLibrary() {
  // Once for the process, before any thread uses it: the client's own initialisation is no safe
  // race.
  static std::once_flag once;
  std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
}

Napi::Object clientCapabilities(Napi::Env env) {
  Napi::Object capabilities = Napi::Object::New(env);
  capabilities.Set("flavor", client::kFlavor);
  capabilities.Set("separateSend", client::kSendsApart);
  capabilities.Set("bulkRows", client::kExecutesRows);
  capabilities.Set("verifyCa", client::kVerifiesChainAlone);
  capabilities.Set("keyPassphrase", client::kTakesKeyPassphrase);
  capabilities.Set("tlsVersion", client::kTellsTlsVersion);
  capabilities.Set("extendedTypes", client::kTellsExtendedTypes);
  return capabilities;
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  initializeClientLibrary();
  auto data = std::make_unique<AddonData>(env);
  AddonData* addon = data.release();
  env.SetInstanceData<AddonData>(addon);  // frees it at the environment's end
  // Runs while JavaScript still can: sockets and threads are gone before the loop is checked.
  env.AddCleanupHook([addon] { addon->closeSessions(); });
  exports.Set("clientInfo", mysql_get_client_info());
  exports.Set("capabilities", clientCapabilities(env));
  exports.Set("scratch", addon->scratch());
  exports.Set("answers", addon->answers());
  exports.Set("columns", addon->columns());
  exports.Set("Session", SessionWrap::defineClass(env, addon));
  SessionWrap::defineCalls(env, exports, addon);
  exports.Set("setEventHandler", Napi::Function::New(env, [addon](const Napi::CallbackInfo& info) {
                addon->setEventHandler(info[0].As<Napi::Function>());
              }));
  return exports;
}

}  // namespace

NODE_API_MODULE(mysqldb, initialize)

}  // namespace mysqldb
