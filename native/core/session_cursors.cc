// The part of a Session that reads results which the server keeps (server-side cursors), so many
// rows at a time. Between two fetches the connection is free for other statements.
#include <errmsg.h>

#include <utility>

#include "core/session.h"

namespace mysqldb {

int Session::openCursor(std::uint32_t name, std::string params) {
  const auto found = statements_.find(name);
  if (found != statements_.end()) found->second.askForCursor();
  return executePrepared(name, std::move(params));
}

// The result's columns stand ready after readColumns(). They are kept: other results come before
// the cursor's rows do.
bool Session::keepCursor() {
  if (!client::cursorExists(mysql_.get())) return failWithoutCursor();
  std::vector<CellKind> kinds;
  kinds.reserve(columns_.size());
  for (const ColumnPacking& column : columns_) kinds.push_back(column.kind);
  statement_->keep({metadata_, std::move(kinds), binary_rows_});
  readStatus();
  statement_ = nullptr;
  state_ = restState();
  return false;
}

// What answers is no server that knows cursors, a proxy maybe. Its rows are still to come, or the
// client has stored them all: nobody asked for either.
bool Session::failWithoutCursor() {
  fail(CR_NOT_IMPLEMENTED, "HY000", "The server has made no cursor for the statement");
  return false;
}

int Session::fetchCursor(std::uint32_t name, std::uint32_t rows) {
  error_ = ErrorInfo();
  header_ = ResultHeader();
  const auto found = statements_.find(name);
  if (found == statements_.end() || !found->second.cursor()) {
    constexpr unsigned int kNoOpenCursor = 1421;  // ER_STMT_HAS_NO_OPEN_CURSOR
    fail(kNoOpenCursor, "HY000", "The cursor ended with the session that it was opened in");
    return 0;
  }
  const CursorShape& shape = *found->second.cursor();
  metadata_ = shape.metadata;
  header_.field_count = static_cast<std::uint32_t>(shape.kinds.size());
  header_.shape_slot = shapes_.slotOf(metadata_, &header_.new_shape);
  binary_rows_ = shape.rows;
  packer_.reset(shape.kinds, packing_.columns());
  packed_slot_ = header_.shape_slot;
  statement_ = &found->second;
  called_statement_ = statement_->get();
  client::setFetchedRows(called_statement_, rows);
  return begin(Call::kCursorRows);
}

bool Session::finishCursorRows() {
  if (status_ == 1) {
    failStatement();
    return false;
  }
  if (status_ == MYSQL_NO_DATA)
    client::setLastRowSent(mysql_.get());  // whatever the server says: it could go on for ever
  else
    cursor_row_ = client::takeStoredRows(called_statement_);
  state_ = SessionState::kRows;
  packCursorRows();
  return false;
}

void Session::packCursorRows() {
  for (; cursor_row_ != nullptr && !packer_.full(); cursor_row_ = cursor_row_->next) {
    const client::WireRow row = client::storedRow(*cursor_row_);
    if (binary_rows_.append(row.begin, row.end, &packer_)) continue;
    fail(CR_MALFORMED_PACKET, "HY000", "The server sent a value that is not of its column's type");
    return;
  }
  if (cursor_row_ != nullptr) return;  // fetch() goes on
  statement_ = nullptr;
  readStatus();
  state_ = restState();
}

}  // namespace mysqldb
