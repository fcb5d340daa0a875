// The part of a Session that reads results: their columns, rows and what the server said with them.
#include <errmsg.h>

#include <utility>
#include <vector>

#include "core/column.h"
#include "core/session.h"

namespace mysqldb {
namespace {

// Whoever drives the session gets a say after so many rows that are read for nobody.
constexpr std::uint32_t kDroppedInOneGo = 1024;

// No server makes a wider table or result (https://mariadb.com/kb/en/select/ and MySQL's limits).
constexpr std::uint32_t kMaxColumns = 4096;

}  // namespace

bool Session::openResult() {
  discarding_ = false;
  header_.field_count = mysql_field_count(mysql_.get());
  if (header_.field_count == 0) {
    header_.affected_rows = mysql_affected_rows(mysql_.get());
    header_.insert_id = mysql_insert_id(mysql_.get());
    if (const char* info = mysql_info(mysql_.get())) text_ = info;
    endResult();
    return false;
  }
  if (statement_ == nullptr) {
    result_.reset(mysql_use_result(mysql_.get()));
    if (!result_) {
      fail();
      return false;
    }
  }
  if (header_.field_count > kMaxColumns) {
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent more columns than a result can have");
    return false;
  }
  if (statement_ != nullptr && client::hasOldColumns(mysql_.get(), called_statement_))
    statement_->expire();
  readColumns(result_ ? mysql_fetch_fields(result_.get())
                      : client::statementFields(mysql_.get(), called_statement_));
  if (statement_ != nullptr && statement_->asksForCursor()) return keepCursor();
  state_ = SessionState::kRows;
  call_ = result_ ? Call::kRow : Call::kBinaryRow;
  return waiting_kinds_.empty();
}

void Session::readColumns(const MYSQL_FIELD* fields) {
  std::vector<ColumnPacking>& columns = columns_;
  columns.clear();
  std::vector<CellKind> kinds;
  kinds.reserve(header_.field_count);
  for (std::uint32_t i = 0; i < header_.field_count; ++i) {
    columns.push_back(columnPackingOf(fields[i], packing_));
    kinds.push_back(columns[i].kind);
  }
  writeMetadata(fields, columns, text_charset_, &metadata_);
  header_.shape_slot = shapes_.slotOf(metadata_, &header_.new_shape);
  if (statement_ != nullptr) binary_rows_.reset(fields, kinds);
  if (packer_.empty())
    packer_.reset(std::move(kinds), packing_.columns());
  else if (header_.new_shape || header_.shape_slot != packed_slot_)
    waiting_kinds_ = std::move(kinds);
  packed_slot_ = header_.shape_slot;
}

bool Session::finishRow() {
  if (row_ == nullptr) {
    if (mysql_errno(mysql_.get()) != 0)
      fail();
    else
      endResult();
    return false;
  }
  if (discarding_) return nextDropped();
  if (!packer_.append(row_, mysql_fetch_lengths(result_.get()))) {
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent a value that is not of its column's type");
    return false;
  }
  return !packer_.full();
}

bool Session::finishBinaryRow() {
  if (status_ == MYSQL_NO_DATA) {
    client::readRowsEnd(mysql_.get());
    endResult();
    return false;
  }
  if (status_ == 1) {
    failStatement();
    return false;
  }
  if (discarding_) return nextDropped();
  const client::WireRow row = client::wireRow(mysql_.get());
  if (!binary_rows_.append(row.begin, row.end, &packer_)) {
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent a value that is not of its column's type");
    return false;
  }
  return !packer_.full();
}

bool Session::nextDropped() { return ++discarded_ % kDroppedInOneGo != 0; }

void Session::endResult() {
  const bool had_rows = header_.field_count > 0;
  const bool more = mysql_more_results(mysql_.get()) != 0;
  result_.reset();
  readStatus(had_rows && more);
  state_ = more ? SessionState::kMoreResults : restState();
  if (!more) statement_ = nullptr;
}

void Session::readStatus(bool may_be_in_procedure) {
  header_.warning_count = mysql_warning_count(mysql_.get());
  header_.server_status = client::serverStatus(mysql_.get());
  if (header_.server_status & client::kStatusSessionStateChanged) learnState(may_be_in_procedure);
}

// Of column names and error messages, by the server's name for it; empty while nothing was
// announced.
void Session::learnTextCharset() {
  const auto announced = tracked_.variables.find("character_set_results");
  text_charset_ = announced == tracked_.variables.end() ? std::string() : announced->second;
}

// libmysqlclient has the server announce changes with the rows that a procedure sends. An sql_mode
// that was set in there ends with the procedure, which the server does not announce: believed, it
// would have parameters quoted for the wrong mode. All else stays after the procedure.
void Session::learnState(bool may_be_in_procedure) {
  std::optional<std::string> name;
  // Names and values of variables come in turn.
  client::eachTracked(mysql_.get(), SESSION_TRACK_SYSTEM_VARIABLES, [&](std::string_view text) {
    if (!name) {
      name = text;
      return;
    }
    if (!may_be_in_procedure || *name != "sql_mode") tracked_.variables[*name] = text;
    name.reset();
  });
  learnTextCharset();
  const auto keep = [&](enum_session_state_type kind, std::optional<std::string>* last) {
    client::eachTracked(mysql_.get(), kind, [&](std::string_view text) { *last = text; });
  };
  keep(SESSION_TRACK_SCHEMA, &tracked_.schema);
  keep(SESSION_TRACK_GTIDS, &tracked_.gtids);
  keep(SESSION_TRACK_TRANSACTION_CHARACTERISTICS, &tracked_.transaction_characteristics);
  keep(SESSION_TRACK_TRANSACTION_STATE, &tracked_.transaction_state);
}

}  // namespace mysqldb
