// What went wrong, as plain data: exceptions must not cross threads or the client's stack.
#pragma once

#include <string>

namespace mysqldb {

struct ErrorInfo {
  unsigned int code = 0;
  std::string sql_state;
  std::string message;
  std::string charset = {};  // of the message, by the server's name; empty for UTF-8

  /// Of a login that was refused: neither TLS nor a known key of the server protected the password,
  /// so that a plugin which would have sent it was not let.
  bool kept_password = false;

  /// Of a command that found the connection lost: nothing of it was sent.
  bool unsent = false;

  explicit operator bool() const { return code != 0; }
};

/// Whether the server said so, and not the client library.
inline bool isServerError(unsigned int code) {
  const bool of_client = (code >= 2000 && code < 3000) || (code >= 5000 && code < 6000);
  return code >= 1000 && !of_client;
}

}  // namespace mysqldb
