// A prepared statement of a session: its handle, and the parameters of its current execution.
#pragma once

#include <string>

#include "core/handles.h"
#include "core/params.h"

namespace mysqldb {

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
    if (!params_.load(std::move(block), count)) return false;
    return count == 0 || mysql_stmt_bind_param(get(), params_.binds()) == 0;
  }
  Params& params() { return params_; }

  /// It has to be prepared again before it is executed again.
  void expire() { expired_ = true; }
  bool expired() const { return expired_; }

 private:
  StatementHandle handle_;
  Params params_;
  bool expired_ = false;
};

}  // namespace mysqldb
