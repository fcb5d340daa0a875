// How a Session sends statements whose answers are read later.
#include <errmsg.h>

#include <algorithm>
#include <utility>

#include "core/client_packets.h"
#include "core/session.h"

namespace mysqldb {

int Session::send(std::vector<std::string> statements) {
  header_ = ResultHeader();
  const auto fits = [](const std::string& sql) { return sql.size() < client::kPacketLimit; };
  if (client::takesPackets(mysql_.get()) &&
      std::all_of(statements.begin(), statements.end(), fits)) {
    sql_.clear();
    for (const std::string& sql : statements) client::appendQuery(sql, &sql_);
    unsent_ = sql_;
    in_packets_ = static_cast<std::uint32_t>(statements.size());
    return begin(Call::kSendPackets);
  }
  later_ = std::move(statements);
  std::reverse(later_.begin(), later_.end());
  return sendNext() ? begin(Call::kSend) : 0;
}

bool Session::sendNext() {
  answer_later_ = !later_.empty();
  if (!answer_later_) return false;
  sql_ = std::move(later_.back());
  later_.pop_back();
  return true;
}

bool Session::resetsAhead() const {
  return mysql_ && statements_.empty() && client::takesPackets(mysql_.get());
}

// The client's call would wait for its answer first: a round trip, and a wake-up, more.
int Session::sendReset(const std::string& statement) {
  header_ = ResultHeader();
  forgetServerSide();
  sql_.clear();
  client::appendReset(&sql_);
  client::appendQuery(statement, &sql_);
  unsent_ = sql_;
  in_packets_ = 2;
  return begin(Call::kSendPackets);
}

void Session::forgetServerSide() {
  tracked_ = {};
  text_charset_.clear();
  statements_.clear();
}

int Session::readAnswer(bool behind) {
  --unanswered_;
  state_ = restState();  // what a failure leaves behind
  header_ = ResultHeader();
  client::clearError(mysql_.get());
  if (!behind) packer_.clear();
  return begin(Call::kAnswer);
}

bool Session::finishSend() {
  sql_.clear();
  const bool later = std::exchange(answer_later_, false);
  if (!client::kSendsApart || status_ != 0) return finishAnswer();
  if (later) {
    ++unanswered_;
    state_ = restState();
    return sendNext();
  }
  call_ = Call::kAnswer;
  return true;
}

bool Session::finishSendPackets() {
  sql_.clear();
  if (status_ != 0) {
    fail({CR_SERVER_GONE_ERROR, "HY000", "The server closed the connection"});
    return false;
  }
  unanswered_ += std::exchange(in_packets_, 0);
  state_ = restState();
  return false;
}

}  // namespace mysqldb
