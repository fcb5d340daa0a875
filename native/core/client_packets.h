// Several commands in one write, which the client has no call for: a write for each costs a
// system call here, and wakes the server each time.
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query.html
#pragma once

#include <cerrno>
#include <string>
#include <string_view>

#include "core/client.h"

namespace mysqldb::client {

/// A statement of this many bytes or more needs more than one packet.
inline constexpr std::size_t kPacketLimit = 0xFF'FFFF - 1;

/// Whether packets can be written past the client: not where it has to encrypt or compress them,
/// and only where answers are read by a call of their own.
inline bool takesPackets(MYSQL* mysql) {
  return kSendsApart && !mysql->net.compress && tlsCipher(mysql) == nullptr;
}

/// Appends a command with its argument as a packet of its own.
inline void appendCommand(char command, std::string_view argument, std::string* packets) {
  const std::size_t length = argument.size() + 1;
  packets->push_back(static_cast<char>(length));
  packets->push_back(static_cast<char>(length >> 8));
  packets->push_back(static_cast<char>(length >> 16));
  packets->push_back(0);  // the first packet of a command
  packets->push_back(command);
  packets->append(argument);
}

/// Appends a statement: COM_QUERY.
inline void appendQuery(std::string_view sql, std::string* packets) {
  appendCommand(3, sql, packets);
}

/// Appends COM_RESET_CONNECTION.
inline void appendReset(std::string* packets) { appendCommand(31, {}, packets); }

/// Writes what the socket takes, and cuts that off `rest`. Begins and continues alike.
inline int writePackets(int* ret, MYSQL* mysql, std::string_view* rest) {
#ifdef _WIN32
  const auto write = [&] {
    return ::send(mysql_get_socket(mysql), rest->data(), static_cast<int>(rest->size()), 0);
  };
  const auto mayWait = [] { return WSAGetLastError() == WSAEWOULDBLOCK; };
#else
  // Node ignores SIGPIPE, where the system has no flag that does.
#ifdef MSG_NOSIGNAL
  constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
  constexpr int kFlags = MSG_DONTWAIT;
#endif
  const auto write = [&] { return ::send(socketOf(mysql), rest->data(), rest->size(), kFlags); };
  const auto mayWait = [] { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; };
#endif
  *ret = 0;
  while (!rest->empty()) {
    const auto written = write();
    if (written < 0 && mayWait()) return kWaitWrite;
    if (written < 0) {
      *ret = 1;
      return 0;
    }
    rest->remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace mysqldb::client
