// What is done with the socket of a connection beside the client's own calls.
#pragma once

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cstdlib>
#include <optional>
#include <string>

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

/// The other end of a TCP connection, as numbers.
struct Peer {
  std::string address;
  unsigned int port = 0;
};

/// None for a unix socket or a pipe.
inline std::optional<Peer> peerOf(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof(name);
  auto* any = reinterpret_cast<sockaddr*>(&name);
  if (getpeername(fd, any, &size) != 0) return std::nullopt;
  if (name.ss_family != AF_INET && name.ss_family != AF_INET6) return std::nullopt;
  char address[NI_MAXHOST];
  char port[NI_MAXSERV];
  const int failed = getnameinfo(any, size, address, sizeof(address), port, sizeof(port),
                                 NI_NUMERICHOST | NI_NUMERICSERV);
  if (failed) return std::nullopt;
  return Peer{address, static_cast<unsigned int>(std::strtoul(port, nullptr, 10))};
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
