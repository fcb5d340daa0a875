#include "core/session.h"

#include <errmsg.h>

#include <algorithm>
#include <utility>

#include "core/column.h"

namespace mysqldb {
namespace {

const char* textOrNull(const std::optional<std::string>& text) {
  return text ? text->c_str() : nullptr;
}

// Whoever drives the session gets a say after so many rows that are read for nobody.
constexpr std::uint32_t kDroppedInOneGo = 1024;

// No server makes a wider table or result (https://mariadb.com/kb/en/select/ and MySQL's limits).
constexpr std::uint32_t kMaxColumns = 4096;

bool isServerError(unsigned int code) {
  const bool of_client = (code >= 2000 && code < 3000) || (code >= 5000 && code < 6000);
  return code >= 1000 && !of_client;
}

// The server's own errors leave the connection in step. The client's say that it is not, or that
// nobody knows: reading on could take the rest of one answer for the next one.
bool sparesConnection(unsigned int code) {
  return isServerError(code) || code == CR_COMMANDS_OUT_OF_SYNC;
}

}  // namespace

int Session::connect(ConnectOptions options) {
  options_ = std::move(options);
  mysql_.reset(mysql_init(nullptr));
  if (!mysql_) {
    fail(CR_OUT_OF_MEMORY, "HY000", "The client library could not allocate a connection");
    return 0;
  }
  setOptions();
  return begin(Call::kConnect);
}

int Session::execute(std::string sql) {
  sql_ = std::move(sql);
  header_ = ResultHeader();
  return begin(Call::kSend);
}

int Session::fetch() { return begin(Call::kRow); }

int Session::nextResult() {
  header_ = ResultHeader();
  return begin(Call::kNextResult);
}

int Session::resume(int events) {
  if (started_) return advance(continueCall(events));
  // Nothing is suspended that a timeout could be told of: reading then finds the socket shut.
  if (events & client::kWaitTimeout) client::shutdownSocket(mysql_.get());
  return advance(startCall());
}

int Session::begin(Call call) {
  error_ = ErrorInfo();
  packer_.clear();
  call_ = call;
  return advance(startCall());
}

int Session::advance(int wait) {
  wait_ = wait;  // first: a call that failed closes the session, which looks at it
  started_ = true;
  while (wait_ == 0 && finishCall()) {
    if (call_ == Call::kAnswer) {
      started_ = false;
      wait_ = client::kWaitRead;
    } else {
      wait_ = startCall();
    }
  }
  if (wait_ == 0) call_ = Call::kNone;
  return wait_;
}

int Session::startCall() {
  switch (call_) {
    case Call::kConnect:
      return client::connectStart(&connected_, mysql_.get(), target());
    case Call::kSend:
      return client::sendStart(&status_, mysql_.get(), sql_);
    case Call::kAnswer:
      return client::readAnswerStart(&status_, mysql_.get());
    case Call::kRow:
      return client::fetchRowStart(&row_, mysql_.get(), result_.get());
    case Call::kNextResult:
      return client::nextResultStart(&status_, mysql_.get());
    case Call::kNone:
      break;
  }
  return 0;
}

int Session::continueCall(int events) {
  switch (call_) {
    case Call::kConnect:
      return client::connectContinue(&connected_, mysql_.get(), target(), events);
    case Call::kSend:
      return client::sendContinue(&status_, mysql_.get(), sql_, events);
    case Call::kAnswer:
      return client::readAnswerContinue(&status_, mysql_.get(), events);
    case Call::kRow:
      return client::fetchRowContinue(&row_, mysql_.get(), result_.get(), events);
    case Call::kNextResult:
      return client::nextResultContinue(&status_, mysql_.get(), events);
    case Call::kNone:
      break;
  }
  return 0;
}

bool Session::finishCall() {
  switch (call_) {
    case Call::kConnect:
      return finishConnect();
    case Call::kSend:
      return finishSend();
    case Call::kAnswer:
      return finishAnswer();
    case Call::kRow:
      return finishRow();
    case Call::kNextResult:
      return finishNextResult();
    case Call::kNone:
      break;
  }
  return false;
}

bool Session::finishConnect() {
  if (connected_ == nullptr) {
    fail();
    mysql_.reset();
  } else {
    state_ = SessionState::kIdle;
    readStatus();
  }
  options_.password.reset();
  return false;
}

bool Session::finishSend() {
  sql_.clear();
  if (client::kSendsApart && status_ == 0) {
    call_ = Call::kAnswer;
    return true;
  }
  return finishAnswer();
}

bool Session::finishAnswer() {
  if (status_ != 0) {
    fail();
    return false;
  }
  return openResult();
}

bool Session::finishNextResult() {
  if (status_ > 0) {
    fail();
    return false;
  }
  if (status_ < 0) {
    state_ = SessionState::kIdle;
    return false;
  }
  return openResult();
}

bool Session::openResult() {
  discarding_ = false;
  packer_.clear();
  header_.field_count = mysql_field_count(mysql_.get());
  if (header_.field_count == 0) {
    header_.affected_rows = mysql_affected_rows(mysql_.get());
    header_.insert_id = mysql_insert_id(mysql_.get());
    endResult();
    return false;
  }
  result_.reset(mysql_use_result(mysql_.get()));
  if (!result_) {
    fail();
    return false;
  }
  if (header_.field_count > kMaxColumns) {
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent more columns than a result can have");
    return false;
  }
  const MYSQL_FIELD* fields = mysql_fetch_fields(result_.get());
  std::vector<ColumnPacking> columns;
  std::vector<CellKind> kinds;
  columns.reserve(header_.field_count);
  kinds.reserve(header_.field_count);
  for (std::uint32_t i = 0; i < header_.field_count; ++i) {
    columns.push_back(columnPackingOf(fields[i], packing_));
    kinds.push_back(columns[i].kind);
  }
  writeMetadata(fields, columns, text_charset_, &metadata_);
  header_.shape_slot = shapes_.slotOf(metadata_, &header_.new_shape);
  packer_.reset(std::move(kinds));
  state_ = SessionState::kRows;
  call_ = Call::kRow;
  return true;
}

bool Session::finishRow() {
  if (row_ == nullptr) {
    if (mysql_errno(mysql_.get()) != 0)
      fail();
    else
      endResult();
    return false;
  }
  if (discarding_) return ++discarded_ % kDroppedInOneGo != 0;
  if (!packer_.append(row_, mysql_fetch_lengths(result_.get()))) {
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent a value that is not of its column's type");
    return false;
  }
  return !packer_.full();
}

void Session::endResult() {
  result_.reset();
  readStatus();
  state_ = mysql_more_results(mysql_.get()) ? SessionState::kMoreResults : SessionState::kIdle;
}

void Session::readStatus() {
  header_.warning_count = mysql_warning_count(mysql_.get());
  header_.server_status = client::serverStatus(mysql_.get());
  if (header_.server_status & client::kStatusSessionStateChanged) {
    std::string value;
    if (client::changedVariable(mysql_.get(), "sql_mode", &value)) sql_mode_ = value;
    if (client::changedVariable(mysql_.get(), "character_set_results", &value))
      text_charset_ = value;
  }
}

void Session::discardRows() {
  discarding_ = true;
  packer_.clear();
}

void Session::interrupt() {
  while (wait_ != 0) resume(client::kWaitTimeout);
}

void Session::abandon() {
  interrupt();
  if (!error_)
    error_ = ErrorInfo{CR_SERVER_LOST, "HY000", "The connection was cut while a command ran"};
  close();
}

void Session::refuse(std::string message) { fail(CR_IPSOCK_ERROR, "HY000", std::move(message)); }

void Session::close() {
  if (!mysql_) return;
  interrupt();
  // Freeing a result reads what is left of it, which may be endless; a closed socket ends that.
  if (result_) client::shutdownSocket(mysql_.get());
  result_.reset();
  mysql_.reset();
  packer_.clear();
  state_ = SessionState::kClosed;
}

void Session::fail() {
  const unsigned int code = mysql_errno(mysql_.get());
  const std::string message = mysql_error(mysql_.get());
  if (code == 0 || code == CR_UNKNOWN_ERROR)
    fail(CR_MALFORMED_PACKET, "HY000", message.empty() ? "Malformed packet" : message);
  else
    fail(code, mysql_sqlstate(mysql_.get()), message);
}

void Session::fail(unsigned int code, const char* sql_state, std::string message) {
  error_ = ErrorInfo{code, sql_state, std::move(message)};
  if (isServerError(code)) error_.charset = text_charset_;
  if (state_ == SessionState::kClosed) return;
  if (!sparesConnection(code)) {
    close();
    return;
  }
  result_.reset();
  header_.server_status = client::serverStatus(mysql_.get());
  state_ = SessionState::kIdle;
}

client::ConnectTarget Session::target() const {
  return {textOrNull(options_.host),
          textOrNull(options_.user),
          textOrNull(options_.password),
          textOrNull(options_.database),
          options_.port,
          textOrNull(options_.unix_socket),
          options_.client_flag};
}

void Session::setOptions() {
  MYSQL* mysql = mysql_.get();
  client::enableNonblocking(mysql);
  mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  // A server may ask for any file of the client's machine: never, unless the user allowed it.
  const unsigned int local_infile = 0;
  mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &local_infile);
  client::refuseClearPasswords(mysql);
  // The server's max_allowed_packet is the limit that counts; the client's own is its largest.
  const unsigned long max_packet = 1024UL * 1024 * 1024;
  mysql_options(mysql, MYSQL_OPT_MAX_ALLOWED_PACKET, &max_packet);
  if (options_.connect_timeout > 0) {
    // Whole seconds; the exact deadline is kept by who waits.
    const unsigned int seconds = std::max(1U, (options_.connect_timeout + 999) / 1000);
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  }
}

}  // namespace mysqldb
