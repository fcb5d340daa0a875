// The servers that the C++ tests talk to: a real one, and one that says only what it is told to.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "core/connect_options.h"

namespace mysqldb::test {

/// The real server, which scripts/native-tests.mjs names by NATIVE_TEST_HOST, _PORT, _USER and
/// _PASSWORD.
inline std::optional<ConnectOptions> serverOptions() {
  const char* port = std::getenv("NATIVE_TEST_PORT");
  if (port == nullptr) return std::nullopt;
  const auto text = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  ConnectOptions options;
  options.host = text("NATIVE_TEST_HOST");
  options.port = static_cast<unsigned int>(std::atoi(port));
  options.user = text("NATIVE_TEST_USER");
  options.password = text("NATIVE_TEST_PASSWORD");
  options.database = "mysql";  // a database is needed for SEQUENCE tables
  options.connect_timeout = 10'000;
  return options;
}

/// A server that accepts connections and says what it is told to, if anything.
class SilentServer {
 public:
  SilentServer() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address_);
    usable_ = bind(listener_, reinterpret_cast<sockaddr*>(&address_), size) == 0 &&
              listen(listener_, 8) == 0 &&
              getsockname(listener_, reinterpret_cast<sockaddr*>(&address_), &size) == 0;
  }
  ~SilentServer() {
    closePeer();
    ::close(listener_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  bool usable() const { return usable_; }
  ConnectOptions options() const {
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = ntohs(address_.sin_port);
    options.user = "nobody";
    return options;
  }
  bool acceptPeer() {
    peer_ = accept(listener_, nullptr, nullptr);
    return peer_ >= 0;
  }
  bool say(const std::string& text) {
    return send(peer_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  void closePeer() {
    if (peer_ >= 0) ::close(peer_);
    peer_ = -1;
  }

 private:
  int listener_;
  int peer_ = -1;
  bool usable_ = false;
  sockaddr_in address_{};
};

}  // namespace mysqldb::test
