// Owners of the client's handles: each is freed by exactly one unique_ptr.
#pragma once

#include <memory>

#include "core/client_statements.h"

namespace mysqldb {

struct ConnectionDeleter {
  void operator()(MYSQL* mysql) const {
    client::freeOptions(mysql);
    mysql_close(mysql);
  }
};
struct ResultDeleter {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
struct StatementDeleter {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};

using ConnectionHandle = std::unique_ptr<MYSQL, ConnectionDeleter>;
using ResultHandle = std::unique_ptr<MYSQL_RES, ResultDeleter>;
using StatementHandle = std::unique_ptr<MYSQL_STMT, StatementDeleter>;

}  // namespace mysqldb
