#include "core/session.h"

#include <errmsg.h>

#include <utility>

#include "core/client_options.h"
#include "core/client_packets.h"
#include "core/client_socket.h"
#include "core/socket_wait.h"

namespace mysqldb {
namespace {

const char* textOrNull(const std::optional<std::string>& text) {
  return text ? text->c_str() : nullptr;
}

// The server's own errors leave the connection in step. The client's say that it is not, or that
// nobody knows: reading on could take the rest of one answer for the next one.
bool sparesConnection(unsigned int code) {
  return isServerError(code) || code == CR_COMMANDS_OUT_OF_SYNC;
}

}  // namespace

int Session::connect(ConnectOptions options, bool all_addresses) {
  options_ = std::move(options);
  all_addresses_ = all_addresses;
  mysql_.reset(mysql_init(nullptr));
  if (!mysql_) {
    fail(CR_OUT_OF_MEMORY, "HY000", "The client library could not allocate a connection");
    return 0;
  }
  infile_ = {mysql_.get(), nullptr};
  client::setInfileHandler(&infile_);
  error_ = client::setOptions(mysql_.get(), options_, &files_);
  if (error_) {
    files_.clear();
    mysql_.reset();
    return 0;
  }
  return begin(Call::kConnect);
}

int Session::execute(std::string sql, InfileSource* infile) {
  sql_ = std::move(sql);
  header_ = ResultHeader();
  infile_.source = infile;
  return begin(Call::kSend);
}

int Session::run(client::Command command) {
  command_ = std::move(command);
  header_ = ResultHeader();
  return begin(Call::kCommand);
}

int Session::fetch() {
  if (cursor_row_ != nullptr) {
    packer_.clear();
    packCursorRows();
    return 0;
  }
  if (!waiting_kinds_.empty()) packer_.reset(std::exchange(waiting_kinds_, {}), packing_.columns());
  return begin(statement_ == nullptr ? Call::kRow : Call::kBinaryRow);
}

int Session::nextResult() {
  header_ = ResultHeader();
  return begin(statement_ == nullptr ? Call::kNextResult : Call::kNextBinaryResult);
}

int Session::resume(int events) {
  if (events & client::kWaitTimeout) {
    // Over TLS the client does not look at the event, and a call that was not started cannot be
    // told of it: both find the socket shut.
    client::shutdownSocket(mysql_.get());
    timed_out_ = true;
  }
  return advance(started_ ? continueCall(events) : startCall());
}

int Session::begin(Call call) {
  error_ = ErrorInfo();
  text_.clear();
  timed_out_ = false;
  if (call != Call::kAnswer) packer_.clear();
  if (looks_first_ && findsItLost(call)) return 0;
  call_ = call;
  return advance(startCall());
}

// An answer that was sent before the close is there to be read, and a statement that is closed has
// to be freed.
bool Session::findsItLost(Call call) {
  if (state_ != SessionState::kIdle || call == Call::kAnswer || call == Call::kCloseStatement ||
      !peerHasClosed(socket()))
    return false;
  error_ = {CR_SERVER_GONE_ERROR, "HY000", "The server closed the connection while it was idle"};
  error_.unsent = true;
  close();
  return true;
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
  if (encrypted_ || call_ == Call::kConnect) client::forgetTlsErrors();
  switch (call_) {
    case Call::kConnect:
      return client::connectStart(&connected_, mysql_.get(), target());
    case Call::kSend:
      return client::sendStart(&status_, mysql_.get(), sql_);
    case Call::kSendPackets:
      return client::writePackets(&status_, mysql_.get(), &unsent_);
    case Call::kAnswer:
      return client::readAnswerStart(&status_, mysql_.get());
    case Call::kRow:
      return client::fetchRowStart(&row_, mysql_.get(), result_.get());
    case Call::kNextResult:
      return client::nextResultStart(&status_, mysql_.get());
    case Call::kCommand:
      return client::commandStart(&statistics_, mysql_.get(), command_);
    case Call::kNone:
      return 0;
    default:
      return startStatementCall();
  }
}

int Session::continueCall(int events) {
  if (encrypted_ || call_ == Call::kConnect) client::forgetTlsErrors();
  switch (call_) {
    case Call::kConnect:
      return client::connectContinue(&connected_, mysql_.get(), target(), events);
    case Call::kSend:
      return client::sendContinue(&status_, mysql_.get(), sql_, events);
    case Call::kSendPackets:
      return client::writePackets(&status_, mysql_.get(), &unsent_);
    case Call::kAnswer:
      return client::readAnswerContinue(&status_, mysql_.get(), events);
    case Call::kRow:
      return client::fetchRowContinue(&row_, mysql_.get(), result_.get(), events);
    case Call::kNextResult:
      return client::nextResultContinue(&status_, mysql_.get(), events);
    case Call::kCommand:
      return client::commandContinue(&statistics_, mysql_.get(), command_, events);
    case Call::kNone:
      return 0;
    default:
      return continueStatementCall(events);
  }
}

bool Session::finishCall() {
  switch (call_) {
    case Call::kConnect:
      return finishConnect();
    case Call::kSend:
      return finishSend();
    case Call::kSendPackets:
      return finishSendPackets();
    case Call::kAnswer:
      return finishAnswer();
    case Call::kRow:
      return finishRow();
    case Call::kNextResult:
      return finishNextResult();
    case Call::kCommand:
      return finishCommand();
    case Call::kNone:
      return false;
    default:
      return finishStatementCall();
  }
}

bool Session::finishConnect() {
  if (connected_ == nullptr) {
    fail();
    client::explainKeptPassword(mysql_.get(), options_, &error_);
    mysql_.reset();
  } else {
    openedConnection();
  }
  files_.clear();
  options_.password.reset();
  options_.tls.passphrase.reset();
  return false;
}

void Session::openedConnection() {
  state_ = SessionState::kIdle;
  error_ = client::missedOptions(mysql_.get(), options_);
  if (error_) {
    close();
    return;
  }
  encrypted_ = client::tlsCipher(mysql_.get()) != nullptr;
  client::keepFromBlocking(mysql_.get());
  readStatus();
}

bool Session::finishCommand() {
  client::Command command = std::exchange(command_, {});
  const client::CommandKind kind = command.kind;
  if (mysql_errno(mysql_.get()) != 0) {
    fail();
    return false;
  }
  // A new session: what the server announced of the old one does not hold, and its statements are
  // gone.
  if (kind == client::CommandKind::kReset || kind == client::CommandKind::kChangeUser)
    forgetServerSide();
  if (statistics_ != nullptr) text_ = std::exchange(statistics_, nullptr);
  readStatus();
  // Connector/C reads no announcement in this answer: it still has the one before.
  if (kind == client::CommandKind::kSelectDatabase) tracked_.schema = command.database;
  return false;
}

bool Session::finishAnswer() {
  if (status_ != 0) {
    fail();
    return false;
  }
  return openResult();
}

bool Session::finishNextResult() {
  // Connector/C gives -1, as when there is none, for a LOAD DATA LOCAL that gets nothing.
  if (status_ > 0 || (status_ < 0 && mysql_errno(mysql_.get()) != 0)) {
    fail();
    return false;
  }
  if (status_ < 0) {
    state_ = restState();
    return false;
  }
  return openResult();
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
  if (!error_ || timed_out_)
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
  statement_ = nullptr;
  cursor_row_ = nullptr;
  mysql_.reset();  // first: statements of a connection that is gone say no goodbye
  statements_.clear();
  packer_.clear();
  later_.clear();
  waiting_kinds_.clear();
  unanswered_ = 0;
  state_ = SessionState::kClosed;
}

void Session::fail() { fail(client::errorOf(mysql_.get())); }

void Session::fail(ErrorInfo error) {
  if (timed_out_ && state_ != SessionState::kClosed)
    error.message = "The server did not answer in time";
  if (error.code == 0 || error.code == CR_UNKNOWN_ERROR) {
    error.code = CR_MALFORMED_PACKET;
    error.sql_state = "HY000";
    if (error.message.empty()) error.message = "Malformed packet";
  }
  fail(error.code, error.sql_state.c_str(), std::move(error.message));
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
  statement_ = nullptr;
  header_.server_status = client::serverStatus(mysql_.get());
  state_ = restState();
}

client::ConnectTarget Session::target() const {
  return {textOrNull(options_.host),
          textOrNull(options_.user),
          textOrNull(options_.password),
          textOrNull(options_.database),
          options_.port,
          textOrNull(options_.unix_socket),
          options_.client_flag,
          all_addresses_};
}

int Session::pauseMs() const { return call_ == Call::kConnect ? client::kConnectPauseMs : -1; }

unsigned int Session::patienceMs() const {
  if (call_ == Call::kConnect)
    return wait_ & client::kWaitTimeout ? client::timeoutMs(mysql_.get()) : 0;
  return wait_ & client::kWaitWrite ? options_.write_timeout : options_.read_timeout;
}

}  // namespace mysqldb
