// Hands rows and outcomes to JavaScript: one call an event, the numbers in the scratch buffer
// (docs/buffer-formats.md), so that a small result costs as few Node-API calls as can be.
#pragma once

#include <vector>

#include "binding/addon.h"
#include "core/error_info.h"
#include "core/session.h"

namespace mysqldb {

/// The answer to one of several statements: what it said, and how many of the rows are its own.
struct Answer {
  ResultHeader header;
  std::uint32_t rows;
};
/// The most of them that an event carries.
inline constexpr std::size_t kMaxAnswers = 256;
inline constexpr std::size_t kAnswerBytes = 40;

struct Event {
  const ResultHeader& header;
  const std::vector<Answer>* answers = nullptr;  // whole ones; rows behind theirs are of the result
  const std::string* metadata = nullptr;         // of a shape that JavaScript has not seen
  RowBatch* rows = nullptr;           // packed rows, if any; their text is taken out of them
  bool done = false;                  // the command is finished
  bool wants_infile = false;          // the server waits for a piece of the file that `text` names
  const std::string* text = nullptr;  // what the server said of the statement, if anything
  const ErrorInfo* error = nullptr;
  SessionState state = SessionState::kClosed;
};

/// Calls the environment's event handler with `receiver` as this. `from_loop`: no JavaScript is on
/// the stack, so that promises must be given their turn afterwards. Nothing is thrown: while a
/// worker thread is being terminated any call into JavaScript fails, and nobody is left to tell.
void emitEvent(napi_env env, AddonData& addon, napi_value receiver, const Event& event,
               bool from_loop);

/// An error as lib/native/binding.ts has it.
napi_value errorObject(napi_env env, const ErrorInfo& error);

/// Calls a function that catches everything itself; `from_loop` as above.
void callHandler(napi_env env, napi_value receiver, napi_value handler, const napi_value* arguments,
                 std::size_t count, bool from_loop);

}  // namespace mysqldb
