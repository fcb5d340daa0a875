// What a connection is opened with. Absent texts are nullopt, so that the client's own default
// applies; times are in milliseconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mysqldb {

struct ConnectOptions {
  std::optional<std::string> host;
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::optional<std::string> database;
  std::optional<std::string> unix_socket;
  unsigned int port = 0;
  unsigned int connect_timeout = 0;
  unsigned long client_flag = 0;
  /// Statements that prepare the session: one is enough, the next is for a server that refuses it.
  std::vector<std::string> setup;
};

}  // namespace mysqldb
