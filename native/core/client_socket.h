// What is done with the socket of a connection beside the client's own calls.
#pragma once

#ifdef _WIN32
#include <winsock2.h>
#else
#include <unistd.h>
#endif

#include "core/client.h"

namespace mysqldb::client {

/// Makes sure that no call waits for the socket by itself.
inline void keepFromBlocking(MYSQL* mysql) {
  if (!kSocketMayBlock) return;
#ifdef _WIN32
  u_long on = 1;
  ioctlsocket(mysql_get_socket(mysql), FIONBIO, &on);
#else
  const int fd = socketOf(mysql);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
#endif
}

/// A second descriptor of a socket, to end from another thread what a call waits for: the call may
/// close the socket at any time, and its number may be another's by then.
class SocketCopy {
 public:
#ifdef _WIN32
  explicit SocketCopy(int fd) {
    WSAPROTOCOL_INFOW info;
    if (WSADuplicateSocketW(fd, GetCurrentProcessId(), &info) == 0)
      fd_ = static_cast<int>(
          WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0));
  }
  ~SocketCopy() {
    if (fd_ >= 0) closesocket(fd_);
  }
#else
  explicit SocketCopy(int fd) : fd_(fcntl(fd, F_DUPFD_CLOEXEC, 0)) {}
  ~SocketCopy() {
    if (fd_ >= 0) ::close(fd_);
  }
#endif
  SocketCopy(const SocketCopy&) = delete;
  SocketCopy& operator=(const SocketCopy&) = delete;

  void shutDown() {
    if (fd_ >= 0) shutdownSocket(fd_);
  }

 private:
  int fd_ = -1;
};

}  // namespace mysqldb::client
