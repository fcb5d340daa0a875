#include <cstdlib>
#include <stdexcept>
#include <string>

#include "cases.h"
#include "core/session.h"
#include "core/socket_wait.h"

namespace mysqldb::bench {
namespace {

constexpr std::size_t kQueries = 300;
constexpr unsigned int kTimeoutMs = 20'000;

std::optional<std::string> setting(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

void finish(Session& session) {
  finishCommand(session, nullptr, deadlineAfter(kTimeoutMs));
  if (session.state() != SessionState::kIdle) throw std::runtime_error(session.error().message);
}

void connect(Session& session) {
  ConnectOptions options;
  options.host = setting("BENCH_HOST");
  options.unix_socket = setting("BENCH_SOCKET");
  options.port = static_cast<unsigned int>(std::stoul(setting("BENCH_PORT").value_or("0")));
  options.user = setting("BENCH_USER");
  options.password = setting("BENCH_PASSWORD");
  options.connect_timeout = kTimeoutMs;
  session.connect(options);
  finish(session);
}

/// One row of three columns, without a table to be made.
std::size_t ask(Session& session, std::size_t id) {
  const std::string number = std::to_string(id);
  session.execute("SELECT " + number + " AS id, 'name " + number + "' AS name, 'm@mail" + number +
                  ".example' AS email");
  finish(session);
  const std::size_t rows = session.rows().batch().rows;
  session.rows().clear();
  return rows;
}

}  // namespace

extern "C" [[gnu::noinline]] std::size_t measuredPointQueries(Session& session) {
  std::size_t rows = 0;
  for (std::size_t i = 0; i < kQueries; ++i) rows += ask(session, 1000 + i);
  return rows;
}

std::size_t pointQueries() {
  Session session;
  connect(session);
  ask(session, 1000);  // symbols are looked up when they are first called
  if (measuredPointQueries(session) != kQueries) throw std::runtime_error("a query without a row");
  return kQueries;
}

}  // namespace mysqldb::bench
