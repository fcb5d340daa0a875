// A prepared statement of a session: its handle, and the parameters of its current execution.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/binary_row.h"
#include "core/bulk_params.h"
#include "core/cell_kind.h"
#include "core/handles.h"
#include "core/params.h"

namespace mysqldb {

/// The columns of a result that the server keeps, and how its rows are read.
struct CursorShape {
  std::string metadata;
  std::vector<CellKind> kinds;
  BinaryRowReader rows;
};

class Statement {
 public:
  explicit Statement(MYSQL* mysql) : handle_(mysql_stmt_init(mysql)) {
    if (handle_) client::keepRowsRaw(handle_.get());
  }

  MYSQL_STMT* get() const { return handle_.get(); }
  /// For closing it by the client's resumable call, which frees it.
  MYSQL_STMT* release() { return handle_.release(); }

  /// Takes the parameters of the next execution; false unless they are as many as it has.
  bool bind(std::string block) {
    const unsigned long count = mysql_stmt_param_count(get());
    if (!params_.load(std::move(block), count) || !executeFor(0)) return false;
    return count == 0 || mysql_stmt_bind_param(get(), params_.binds()) == 0;
  }
  Params& params() { return params_; }

  /// Takes the parameters of many rows for the next execution; false unless they fit it.
  bool bindRows(const BulkBlock& block) {
    if (!rows_.load(block, mysql_stmt_param_count(get())) || !executeFor(block.rows)) return false;
    return mysql_stmt_bind_param(get(), rows_.binds()) == 0;
  }

  /// Has the server keep the result of the next execution, if there is to be one.
  void askForCursor() {
    asks_for_cursor_ = mysql_stmt_field_count(get()) > 0 && client::askForCursor(get());
  }
  bool asksForCursor() const { return asks_for_cursor_; }
  /// The result is there, with these columns.
  void keep(CursorShape shape) { cursor_ = std::move(shape); }
  const std::optional<CursorShape>& cursor() const { return cursor_; }

  /// It has to be prepared again before it is executed again.
  void expire() { expired_ = true; }
  bool expired() const { return expired_; }

  void dropRows() { rows_ = BulkParams(); }

 private:
  bool executeFor(std::uint32_t rows) {
    if (rows == row_count_) return true;
    row_count_ = rows;
    return client::setRowCount(get(), rows);
  }

  StatementHandle handle_;
  Params params_;
  BulkParams rows_;
  std::uint32_t row_count_ = 0;  // 0 for an execution as usual
  bool expired_ = false;
  bool asks_for_cursor_ = false;
  std::optional<CursorShape> cursor_;
};

}  // namespace mysqldb
