// Ends statements of a real server from a thread, as the addon does.
#include "core/killer.h"

#include <poll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/open_session.h"
#include "servers.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

using std::chrono::milliseconds;

constexpr unsigned int kPatience = 20'000;
constexpr milliseconds kNever{3'600'000};
constexpr unsigned int kInterrupted = 1317;

bool open(Checks& checks, Session& session) {
  openSession(session, *serverOptions(), nullptr);
  checks.equal(session.error().message, "");
  return session.state() == SessionState::kIdle;
}

KillOrder orderFor(const Session& session, milliseconds delay = milliseconds(0)) {
  const std::string id = std::to_string(session.threadId());
  const std::string rows = " FROM information_schema.processlist WHERE ID = ";
  return {serverOptions(), "SELECT ID INTO @id" + rows + id, "KILL QUERY " + id, delay, kPatience};
}

// A statement without rows. Not SLEEP(): MariaDB 10.11 stands still for two seconds when one is
// killed that ends just then.
std::string heavy(int size) {
  return "SET @n = (SELECT COUNT(*) FROM information_schema.collations a, "
         "information_schema.collations b, information_schema.collations c WHERE a.id <= " +
         std::to_string(size) + ")";
}

void run(Session& session, const std::string& sql) {
  session.execute(sql);
  finishCommand(session, nullptr, deadlineAfter(kPatience));
}

/// The next statement is itself again.
void checkUnharmed(Checks& checks, Session& session) {
  run(session, "DO 0");  // takes a mark away that came after the end
  run(session, "SET @n = (SELECT COUNT(*) FROM information_schema.collations)");
  checks.equal(session.error().message, "");
  checks.equal(session.state(), SessionState::kIdle);
}

void kill(Checks& checks, Session& session) {
  checks.begin("a statement is killed, and says so");
  std::atomic<int> ends{0};
  Killer killer(orderFor(session), -1);
  checks.isTrue(killer.start([&] { ++ends; }));
  run(session, heavy(1000));
  checks.equal(session.error().code, kInterrupted);
  killer.release();
  const KillReport report = killer.join();
  checks.isTrue(report.sent && !report.cut && !report.error);
  checks.equal(ends.load(), 1);
  checkUnharmed(checks, session);
}

void release(Checks& checks, Session& session) {
  checks.begin("one that is released before its time sends nothing");
  for (int i = 0; i < 50; ++i) {
    Killer killer(orderFor(session, kNever), -1);
    killer.start({});
    if (i % 2 > 0) std::this_thread::sleep_for(milliseconds(1));
    killer.release();
    const KillReport report = killer.join();
    checks.isTrue(!report.sent && !report.cut && !report.error);
  }
  checkUnharmed(checks, session);
}

void destroy(Checks& checks, Session& session) {
  checks.begin(
      "its end does not wait: neither for its time, nor for a server, nor for a statement");
  SilentServer silent;
  for (int i = 0; i < 20; ++i) {
    KillOrder order = orderFor(session, i % 2 > 0 ? kNever : milliseconds(0));
    if (i % 4 == 0) order.options = silent.options();
    Killer killer(std::move(order), -1);
    killer.start({});
    if (i % 3 > 0) std::this_thread::sleep_for(milliseconds(i % 3));
    if (i % 5 == 0) killer.abandon();
  }
  checkUnharmed(checks, session);
}

bool isShut(int socket) {
  pollfd entry{socket, POLLIN, 0};
  char byte = 0;
  return poll(&entry, 1, 10'000) == 1 && recv(socket, &byte, 1, 0) == 0;
}

void cut(Checks& checks, Session& session) {
  checks.begin("where no kill can be sent, the socket is shut");
  SilentServer silent;
  KillOrder no_way = orderFor(session);
  no_way.options.reset();
  KillOrder no_answer = orderFor(session);
  no_answer.options = silent.options();
  no_answer.patience_ms = 50;
  KillOrder other_server = orderFor(session);
  other_server.check = "SELECT ID INTO @id FROM information_schema.processlist WHERE ID = 0";
  KillOrder refused = orderFor(session);
  refused.options->user = "nobody_of_the_test";
  for (KillOrder& order : std::array{no_way, no_answer, other_server, refused}) {
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) != 0) return checks.isTrue(false);
    Killer killer(order, pair[0]);
    killer.start({});
    checks.isTrue(isShut(pair[1]));
    const KillReport report = killer.join();
    checks.isTrue(report.cut && !report.sent);
    for (const int fd : pair) ::close(fd);
  }
  checkUnharmed(checks, session);
}

// Each victim has a thread of its own, as each connection of the sync API has: more at once than
// may have a second connection, with kills that hover around their statements' ends.
void manyAtOnce(Checks& checks) {
  checks.begin("many at once: each ends its own statement, or none");
  constexpr std::size_t kVictims = 12;
  constexpr int kRounds = 15;
  std::atomic<int> killed{0};
  std::atomic<int> wrong{0};
  const auto work = [&](Session& session, std::size_t number) {
    for (int round = 0; round < kRounds; ++round) {
      Killer killer(orderFor(session, milliseconds(round % 3)), -1);
      if (!killer.start({})) ++wrong;
      run(session, heavy(static_cast<int>(number + static_cast<std::size_t>(round)) % 4));
      const bool interrupted = session.error().code == kInterrupted;
      if (session.error() && !interrupted) ++wrong;
      killer.release();
      const KillReport report = killer.join();
      if (interrupted && !report.sent) ++wrong;
      if (report.cut) ++wrong;
      if (interrupted) ++killed;
      if (report.sent) run(session, "DO 0");
      run(session, "SET @n = (SELECT COUNT(*) FROM information_schema.collations)");
      if (session.error()) ++wrong;
    }
  };
  std::vector<std::unique_ptr<Session>> sessions;
  for (std::size_t i = 0; i < kVictims; ++i) {
    sessions.push_back(std::make_unique<Session>());
    if (!open(checks, *sessions.back())) return;
  }
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kVictims; ++i) threads.emplace_back(work, std::ref(*sessions[i]), i);
  for (std::thread& thread : threads) thread.join();
  checks.equal(wrong.load(), 0);
  checks.isTrue(killed.load() > 0);
}

// What the addon does with one of an async connection: it is released or abandoned while its thread
// is anywhere, and joined when it has said that it ends.
void endAnywhere(Checks& checks, Session& session) {
  checks.begin("released or abandoned at any moment, it ends, and says so once");
  SilentServer silent;
  for (int i = 0; i < 60; ++i) {
    KillOrder order = orderFor(session);
    if (i % 3 == 0) order.options = silent.options();
    std::atomic<int> ends{0};
    StopSignal ended;
    Killer killer(std::move(order), -1);
    killer.start([&] {
      ++ends;
      ended.raise();
    });
    std::this_thread::sleep_for(std::chrono::microseconds(i * 100));
    if (i % 3 == 0 || i % 2 > 0) killer.abandon();
    killer.release();
    pollfd entry{ended.fd(), POLLIN, 0};
    checks.equal(poll(&entry, 1, 10'000), 1);
    killer.join();
    checks.equal(ends.load(), 1);
  }
  checkUnharmed(checks, session);
}

}  // namespace

void testKiller(Checks& checks) {
  if (!serverOptions()) return checks.skip("no server is named");
  Session session;
  if (!open(checks, session)) return;
  kill(checks, session);
  release(checks, session);
  destroy(checks, session);
  cut(checks, session);
  endAnywhere(checks, session);
  manyAtOnce(checks);
}

}  // namespace mysqldb::test
