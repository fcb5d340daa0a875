// What went wrong, as plain data: exceptions must not cross threads or the client's stack.
#pragma once

#include <string>

namespace mysqldb {

struct ErrorInfo {
  unsigned int code = 0;
  std::string sql_state;
  std::string message;
  std::string charset = {};  // of the message, by the server's name; empty for UTF-8

  explicit operator bool() const { return code != 0; }
};

}  // namespace mysqldb
