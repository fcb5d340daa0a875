#include "core/socket_wait.h"

#include <chrono>
#include <string>
#include <thread>

#include "servers.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

using std::chrono::milliseconds;

// A session that waits for a server's greeting.
bool startConnecting(Checks& checks, SilentServer& server, Session& session) {
  if (!server.usable() || session.connect(server.options()) == 0 || !server.acceptPeer()) {
    checks.isTrue(false, "the test could not connect to its own socket");
    return false;
  }
  // The connection itself may want a wait for writing first.
  while (session.suspended() && !(session.wait() & client::kWaitRead))
    session.resume(waitForSocket(session, nullptr, deadlineAfter(2000)));
  return session.suspended();
}

void limits(Checks& checks) {
  checks.begin("nothing comes: only the limit is reached, then the deadline");
  SilentServer server;
  Session session;
  if (!startConnecting(checks, server, session)) return;
  const auto begin = std::chrono::steady_clock::now();
  checks.equal(waitForSocket(session, nullptr, {}, 20), 0);
  checks.isTrue(std::chrono::steady_clock::now() - begin >= milliseconds(19));
  checks.equal(waitForSocket(session, nullptr, deadlineAfter(20), 10'000), client::kWaitTimeout);
  checks.equal(waitForSocket(session, nullptr, deadlineAfter(5000), 10), 0);

  checks.begin("a deadline that has passed does not wait");
  const Deadline passed = std::chrono::steady_clock::now() - milliseconds(500);
  checks.equal(waitForSocket(session, nullptr, passed), client::kWaitTimeout);
  checks.isTrue(!deadlineAfter(0).has_value());
}

void events(Checks& checks) {
  checks.begin("what the server sends is an event, and its end too");
  SilentServer server;
  Session session;
  if (!startConnecting(checks, server, session)) return;
  checks.isTrue(server.say("x"));
  checks.equal(waitForSocket(session, nullptr, deadlineAfter(5000)), client::kWaitRead);
  server.closePeer();
  checks.isTrue((waitForSocket(session, nullptr, deadlineAfter(5000)) & client::kWaitRead) != 0);
  finishCommand(session, nullptr, deadlineAfter(5000));
  checks.isTrue(static_cast<bool>(session.error()));
  checks.equal(session.state(), SessionState::kClosed);
}

void stopFromAnotherThread(Checks& checks) {
  checks.begin("a raised signal ends the wait of another thread");
  SilentServer server;
  Session session;
  StopSignal stop;
  if (!startConnecting(checks, server, session)) return;
  std::thread stopper([&] {
    std::this_thread::sleep_for(milliseconds(20));
    stop.raise();
  });
  finishCommand(session, &stop, deadlineAfter(20'000));
  stopper.join();
  checks.isTrue(!session.suspended());
  checks.isTrue(static_cast<bool>(session.error()));

  checks.begin("a signal that was raised before does not wait at all");
  SilentServer second;
  Session late;
  if (!startConnecting(checks, second, late)) return;
  checks.equal(waitForSocket(late, &stop, {}), client::kWaitTimeout);
}

void greetings(Checks& checks) {
  checks.begin("a server that greets with nonsense is an error, not a wait");
  for (const std::string& greeting :
       {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string(64, '\0'),
        std::string("\x05\0\0\0\x0A"
                    "5.5",
                    8),
        std::string("\xFF\xFF\xFF\0", 4) + std::string(100, '\xFF')}) {
    SilentServer server;
    Session session;
    if (!startConnecting(checks, server, session)) return;
    checks.isTrue(server.say(greeting));
    server.closePeer();
    finishCommand(session, nullptr, deadlineAfter(5000));
    checks.isTrue(static_cast<bool>(session.error()), greeting);
    checks.equal(session.state(), SessionState::kClosed, greeting);
  }
}

void closing(Checks& checks) {
  checks.begin("a session that waits can be closed, and again");
  SilentServer server;
  Session session;
  if (!startConnecting(checks, server, session)) return;
  session.close();
  checks.isTrue(!session.suspended());
  checks.equal(session.state(), SessionState::kClosed);
  session.close();
}

}  // namespace

void testSocketWait(Checks& checks) {
  limits(checks);
  events(checks);
  stopFromAnotherThread(checks);
  greetings(checks);
  closing(checks);
}

}  // namespace mysqldb::test
