// What a connection is opened with. Absent texts are nullopt, so that the client's own default
// applies; times are in milliseconds.
#pragma once

#include <optional>
#include <string>

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
};

}  // namespace mysqldb
