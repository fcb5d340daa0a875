// The error that a client call ended with, mended where the client tells another one than happened.
#pragma once

#include <errmsg.h>
#include <mysql.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "core/error_info.h"

namespace mysqldb::client {

// CR_LOAD_DATA_LOCAL_INFILE_REJECTED of libmysqlclient; Connector/C has no number for it.
inline constexpr int kInfileRejected = 2068;
inline constexpr const char* kInfileRejection =
    "The server asked for a local file that it may not have";

/// The error that the last call ended with.
inline ErrorInfo errorOf(MYSQL* mysql) {
  ErrorInfo error{mysql_errno(mysql), mysql_sqlstate(mysql), mysql_error(mysql)};
#ifdef MARIADB_PACKAGE_VERSION_ID
  // What a server says instead of a greeting, as "too many connections", Connector/C wraps when TLS
  // was to follow: "… cannot be verified: 1040 - Too many connections". It is the server's error
  // still.
  constexpr std::string_view kWrapped = "cannot be verified: ";
  const std::size_t at = error.message.find(kWrapped);
  if (error.code != CR_CONNECTION_ERROR || at == std::string::npos) return error;
  const char* number = error.message.c_str() + at + kWrapped.size();
  char* rest = nullptr;
  const unsigned long code = std::strtoul(number, &rest, 10);
  if (code > 0 && std::string_view(rest).substr(0, 3) == " - ")
    error = {static_cast<unsigned int>(code), "", rest + 3};
#endif
  return error;
}

#ifndef MARIADB_PACKAGE_VERSION_ID

/// Makes an error what the last call ended with.
inline void setError(MYSQL* mysql, unsigned int code, const char* sql_state, const char* message) {
  NET& net = mysql->net;
  net.last_errno = code;
  std::snprintf(net.sqlstate, sizeof(net.sqlstate), "%.5s", sql_state);
  std::snprintf(net.last_error, sizeof(net.last_error), "%s", message);
}

/// Gives the connection the error back that a row failed by: the library says "commands out of
/// sync" instead of each. What the server sent is in the buffer still, with a NUL at its end.
inline void restoreRowError(MYSQL* mysql) {
  const NET& net = mysql->net;
  if (net.last_errno != CR_COMMANDS_OUT_OF_SYNC) return;
  if (net.vio == nullptr) {
    setError(mysql, CR_SERVER_LOST, "HY000", "Lost connection to MySQL server during query");
    return;
  }
  // 0xff, the number in two bytes, '#' and five characters of the SQLSTATE, the message.
  const unsigned int code =
      net.read_pos[0] == 0xff ? net.read_pos[1] | net.read_pos[2] << 8 : CR_MALFORMED_PACKET;
  const char* text = reinterpret_cast<const char*>(net.read_pos + 3);
  if (net.read_pos[0] != 0xff || code == 0) text = "";
  const bool has_state = text[0] == '#' && std::memchr(text, 0, 6) == nullptr;
  setError(mysql, code, has_state ? text + 1 : "HY000", has_state ? text + 6 : text);
}

/// A server that asks for a local file though none is allowed is a "malformed packet" to the
/// library.
inline void restoreInfileError(MYSQL* mysql) {
  const NET& net = mysql->net;
  const bool asked = net.vio != nullptr && net.read_pos[0] == 0xfb;
  if (net.last_errno == CR_MALFORMED_PACKET && asked)
    setError(mysql, kInfileRejected, "HY000", kInfileRejection);
}

#endif

}  // namespace mysqldb::client
