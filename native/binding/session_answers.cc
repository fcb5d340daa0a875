// Statements that a SessionWrap sends ahead, and the answers to them, which it reads as they come.
#include <algorithm>
#include <utility>

#include "binding/options_reader.h"
#include "binding/session_wrap.h"

namespace mysqldb {

void SessionWrap::send(const Napi::CallbackInfo& info) {
  std::vector<std::string> statements = readStatements(info[0].As<Napi::Array>());
  const bool follows = session_.state() == SessionState::kSent;
  begin(Command::kExecute, follows ? SessionState::kSent : SessionState::kIdle);
  streaming_ = true;  // where sending is also reading, no more than the first rows are read
  batches_ = 0;
  runCall(session_.queriesBlock(), [this, statements = std::move(statements)]() mutable {
    return session_.send(std::move(statements));
  });
}

Napi::Value SessionWrap::resetsAhead(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), session_.resetsAhead());
}

void SessionWrap::sendReset(const Napi::CallbackInfo& info) {
  const std::string statement = info[0].As<Napi::String>();
  begin(Command::kExecute, SessionState::kIdle);
  batches_ = 0;
  advance(session_.sendReset(statement));
}

void SessionWrap::readAnswers(const Napi::CallbackInfo& info) {
  begin(Command::kExecute, SessionState::kSent);
  answers_left_ = std::min<std::uint32_t>(info[0].As<Napi::Number>(), kMaxAnswers);
  streaming_ = info[1].ToBoolean();
  batches_ = 0;
  advance(session_.readAnswer());
}

void SessionWrap::readNoMore(const Napi::CallbackInfo&) { answers_left_ = 1; }

// Of several answers each is read as soon as the one before is complete, and what was read is
// handed over when the next one has to be waited for. The command ends early with one that needs
// more than its rows: an error, another result, the metadata of a shape that JavaScript has not
// seen. Columns are those of one answer.
bool SessionWrap::nextAnswerIsWanted() const {
  return answers_left_ > 1 && command_ == Command::kExecute &&
         session_.state() == SessionState::kSent && !session_.error() &&
         !session_.header().new_shape && !session_.rows().asColumns();
}

void SessionWrap::keepAnswer() {
  const std::uint32_t rows = session_.rows().batch().rows;
  answers_.push_back({session_.header(), rows - answered_rows_});
  answered_rows_ = rows;
  --answers_left_;
  batches_ = 0;
}

// False when JavaScript has ended the command meanwhile.
bool SessionWrap::emitAnswers() {
  if (answers_.empty()) return true;
  emitRows(session_.rows().ready());
  if (shut_down_ || command_ == Command::kNone) return false;
  session_.rows().clear();
  return true;
}

}  // namespace mysqldb
