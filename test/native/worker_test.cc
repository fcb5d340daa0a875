#include "core/worker.h"

#include <poll.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/socket_wait.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

using std::chrono::milliseconds;

bool readable(const StopSignal& stop, int timeout_ms) {
  pollfd entry{stop.fd(), POLLIN, 0};
  return poll(&entry, 1, timeout_ms) == 1;
}

void signalTest(Checks& checks) {
  checks.begin("a raised signal stays raised");
  StopSignal stop;
  checks.isTrue(stop.valid());
  checks.isTrue(!stop.raised());
  checks.isTrue(!readable(stop, 0));
  stop.raise();
  checks.isTrue(stop.raised());
  checks.isTrue(readable(stop, 0));
  checks.isTrue(readable(stop, 0));

  checks.begin("raising it more often than its pipe holds does not block");
  for (int i = 0; i < 100'000; ++i) stop.raise();
  checks.isTrue(stop.raised() && readable(stop, 0));

  checks.begin("it wakes a thread that waits");
  StopSignal other;
  std::thread waiter([&] { checks.isTrue(readable(other, 10'000)); });
  std::this_thread::sleep_for(milliseconds(10));
  other.raise();
  waiter.join();
}

void jobTest(Checks& checks) {
  checks.begin("a job runs, says that it is done, and can be followed by another");
  Worker worker;
  std::atomic<int> jobs{0};
  std::atomic<int> ends{0};
  for (int i = 1; i <= 100; ++i) {
    checks.isTrue(!worker.running());
    checks.isTrue(worker.start([&](const StopSignal&) { ++jobs; }, [&] { ++ends; }));
    checks.isTrue(worker.running());
    worker.join();
    checks.equal(jobs.load(), i);
    checks.equal(ends.load(), i);
  }
  worker.join();  // nothing to wait for
  worker.stop();
}

void stopTest(Checks& checks) {
  checks.begin("stopping ends the wait of a job, also in the destructor");
  std::atomic<int> stopped{0};
  const auto wait = [&](const StopSignal& stop) {
    if (readable(stop, 10'000) && stop.raised()) ++stopped;
  };
  for (int i = 0; i < 50; ++i) {
    Worker worker;
    worker.start(wait, [] {});
    if (i % 3 == 0) std::this_thread::sleep_for(milliseconds(1));
    if (i % 2) worker.stop();
  }
  checks.equal(stopped.load(), 50);

  checks.begin("a job after a stopped one is not stopped");
  Worker worker;
  worker.start(wait, [] {});
  worker.stop();
  bool raised = true;
  worker.start([&](const StopSignal& stop) { raised = stop.raised() || readable(stop, 0); }, [] {});
  worker.join();
  checks.isTrue(!raised);
}

}  // namespace

void testWorker(Checks& checks) {
  signalTest(checks);
  jobTest(checks);
  stopTest(checks);
}

}  // namespace mysqldb::test
