// What the addon keeps for each environment (the main thread and every worker thread have their
// own): no globals, since environments come and go.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "binding/napi_setup.h"
#include "binding/uv_handle.h"

namespace mysqldb {

class SessionWrap;

class AddonData {
 public:
  explicit AddonData(Napi::Env env);

  uv_loop_t* loop() const { return loop_; }
  napi_value eventHandler() const { return event_handler_.Value(); }
  void setEventHandler(Napi::Function handler) { event_handler_ = Napi::Persistent(handler); }

  /// The buffer that packed rows are handed over in; one is enough, since every event is decoded
  /// before the next one is written.
  Napi::Value scratch() const { return scratch_.Value(); }
  std::uint8_t* scratchBytes() const { return scratch_bytes_; }
  /// Where the answers to several statements lie that came together.
  Napi::Value answers() const { return answers_.Value(); }
  std::uint8_t* answerBytes() const { return answer_bytes_; }
  /// Where rows lie that are handed over as columns.
  Napi::Value columns() const { return columns_.Value(); }
  std::uint8_t* columnBytes() const { return column_bytes_; }

  /// For a session, by which JavaScript calls it; no other gets it again.
  std::uint32_t newNumber() { return ++last_number_; }
  void add(std::uint32_t number, SessionWrap* session) { sessions_.emplace(number, session); }
  void remove(std::uint32_t number) { sessions_.erase(number); }
  /// @throws Napi::Error when there is none of that number
  SessionWrap& session(Napi::Value number) const;
  /// The environment ends: no session may call into it any more.
  void closeSessions();

 private:
  uv_loop_t* loop_ = nullptr;
  Napi::FunctionReference event_handler_;
  Napi::Reference<Napi::ArrayBuffer> scratch_;
  std::uint8_t* scratch_bytes_ = nullptr;
  Napi::Reference<Napi::ArrayBuffer> answers_;
  std::uint8_t* answer_bytes_ = nullptr;
  Napi::Reference<Napi::ArrayBuffer> columns_;
  std::uint8_t* column_bytes_ = nullptr;
  std::unordered_map<std::uint32_t, SessionWrap*> sessions_;
  std::uint32_t last_number_ = 0;
};

}  // namespace mysqldb
