// The part of a Session that prepares and executes statements; their rows are read as all results
// are (session_results.cc).
#include <errmsg.h>

#include <utility>

#include "core/client_statements.h"
#include "core/session.h"

namespace mysqldb {

int Session::prepare(std::uint32_t name, std::string sql) {
  sql_ = std::move(sql);
  header_ = ResultHeader();
  prepared_name_ = name;
  called_statement_ = statements_.try_emplace(name, mysql_.get()).first->second.get();
  if (called_statement_ != nullptr) return begin(Call::kPrepare);
  statements_.erase(name);
  error_ = {CR_OUT_OF_MEMORY, "HY000", "The client library could not allocate a statement"};
  return 0;
}

int Session::executePrepared(std::uint32_t name, std::string params) {
  header_ = ResultHeader();
  infile_.source = nullptr;
  const auto found = statements_.find(name);
  if (found != statements_.end() && found->second.expired()) {
    constexpr unsigned int kNeedsReprepare = 1615;  // ER_NEED_REPREPARE
    statements_.erase(found);
    error_ = {kNeedsReprepare, "HY000", "The columns of the statement have changed"};
    return 0;
  }
  if (found == statements_.end() || !found->second.bind(std::move(params))) {
    error_ = {CR_INVALID_PARAMETER_NO, "HY000", "The parameters are not those of the statement"};
    return 0;
  }
  statement_ = &found->second;
  called_statement_ = statement_->get();
  return begin(statement_->params().nextPiece(&piece_) ? Call::kLongData : Call::kExecute);
}

int Session::executeRows(std::uint32_t name, const BulkBlock& block) {
  header_ = ResultHeader();
  infile_.source = nullptr;
  const auto found = statements_.find(name);
  if (found == statements_.end() || !found->second.bindRows(block)) {
    error_ = {CR_INVALID_PARAMETER_NO, "HY000", "The rows are not those of the statement"};
    return 0;
  }
  statement_ = &found->second;
  called_statement_ = statement_->get();
  const int wait = begin(Call::kExecute);
  // The client has made its request of them by now. The statement may be gone with the connection.
  if (const auto still = statements_.find(name); still != statements_.end())
    still->second.dropRows();
  return wait;
}

int Session::closeStatement(std::uint32_t name) {
  header_ = ResultHeader();
  const auto found = statements_.find(name);
  if (found == statements_.end()) {  // it expired
    error_ = ErrorInfo();
    return 0;
  }
  called_statement_ = found->second.release();  // the client frees it
  statements_.erase(found);
  return begin(Call::kCloseStatement);
}

int Session::startStatementCall() {
  switch (call_) {
    case Call::kPrepare:
      return client::prepareStart(&status_, called_statement_, sql_);
    case Call::kLongData:
      return client::sendLongDataStart(&status_, called_statement_, piece_.index, piece_.data);
    case Call::kExecute:
      return client::executeStart(&status_, called_statement_);
    case Call::kBinaryRow:
    case Call::kCursorRows:
      return client::fetchStart(&status_, called_statement_);
    case Call::kNextBinaryResult:
      return client::nextStatementResultStart(&status_, called_statement_);
    case Call::kCloseStatement:
      return client::closeStart(called_statement_);
    default:
      return 0;
  }
}

int Session::continueStatementCall(int events) {
  switch (call_) {
    case Call::kPrepare:
      return client::prepareContinue(&status_, called_statement_, sql_, events);
    case Call::kLongData:
      return client::sendLongDataContinue(&status_, called_statement_, piece_.index, piece_.data,
                                          events);
    case Call::kExecute:
      return client::executeContinue(&status_, called_statement_, events);
    case Call::kBinaryRow:
    case Call::kCursorRows:
      return client::fetchContinue(&status_, called_statement_, events);
    case Call::kNextBinaryResult:
      return client::nextStatementResultContinue(&status_, called_statement_, events);
    case Call::kCloseStatement:
      return client::closeContinue(called_statement_, events);
    default:
      return 0;
  }
}

bool Session::finishStatementCall() {
  switch (call_) {
    case Call::kPrepare:
      return finishPrepare();
    case Call::kLongData:
      return finishLongData();
    case Call::kExecute:
      return finishExecute();
    case Call::kBinaryRow:
      return finishBinaryRow();
    case Call::kCursorRows:
      return finishCursorRows();
    case Call::kNextBinaryResult:
      return finishNextBinaryResult();
    default:
      return false;  // a statement that is closed gets no answer
  }
}

bool Session::finishPrepare() {
  const std::string sql = std::exchange(sql_, {});
  if (status_ == 0 && client::mayCutIntegers(mysql_.get(), called_statement_, sql)) {
    constexpr unsigned int kUnsupported = 1295;  // ER_UNSUPPORTED_PS
    fail(kUnsupported, "HY000", "The server may cut an integer of this statement's result");
  } else if (status_ != 0) {
    failStatement();
  }
  if (error_) {
    statements_.erase(prepared_name_);
    return false;
  }
  header_.param_count = static_cast<std::uint32_t>(mysql_stmt_param_count(called_statement_));
  readStatus();
  return false;
}

bool Session::finishLongData() {
  if (status_ != 0) {
    failStatement();
    return false;
  }
  if (!statement_->params().nextPiece(&piece_)) call_ = Call::kExecute;
  return true;
}

bool Session::finishExecute() {
  if (status_ != 0 && statement_->asksForCursor() &&
      client::lacksCursor(mysql_.get(), called_statement_))
    return failWithoutCursor();
  if (status_ != 0 && mysql_stmt_errno(called_statement_) != client::kNewMetadata) {
    failStatement();
    return false;
  }
  return openResult();
}

bool Session::finishNextBinaryResult() {
  if (status_ > 0) {
    failStatement();
    return false;
  }
  if (status_ < 0) {
    statement_ = nullptr;
    state_ = SessionState::kIdle;
    return false;
  }
  return openResult();
}

void Session::failStatement() { fail(client::errorOf(mysql_.get(), called_statement_)); }

}  // namespace mysqldb
