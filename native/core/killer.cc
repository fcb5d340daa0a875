#include "core/killer.h"

#include <errmsg.h>

#include <algorithm>
#include <cstdint>
#include <semaphore>
#include <system_error>
#include <utility>

#include "core/open_session.h"

namespace mysqldb {
namespace {

using std::chrono::milliseconds;

// A server that stands still must not be met with a connection for each statement that runs on it.
constexpr int kMostAtOnce = 8;

constexpr milliseconds kFirstPause{50};
constexpr milliseconds kLongestPause{1000};

std::counting_semaphore<kMostAtOnce>& slots() {
  static std::counting_semaphore<kMostAtOnce> semaphore(kMostAtOnce);
  return semaphore;
}

bool isPast(const Deadline& deadline) {
  return deadline && *deadline <= std::chrono::steady_clock::now();
}

ErrorInfo late() { return {CR_SERVER_LOST, "HY000", "The statement did not end in time"}; }

unsigned int millisecondsUntil(Deadline::value_type deadline) {
  const auto left = deadline - std::chrono::steady_clock::now();
  return static_cast<unsigned int>(
      std::max<std::int64_t>(std::chrono::ceil<milliseconds>(left).count(), 1));
}

}  // namespace

bool Killer::start(std::function<void()> done) {
  if (!stop_.valid()) return false;
  try {
    thread_ = std::thread([this, done = std::move(done)] {
      run();
      if (done) done();
    });
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

void Killer::release() {
  const std::lock_guard lock(mutex_);
  released_ = true;
  if (!report_.sent) stop_.raise();
  changed_.notify_all();
}

KillReport Killer::join() {
  if (thread_.joinable()) thread_.join();
  return report_;
}

void Killer::abandon() {
  const std::lock_guard lock(mutex_);
  released_ = true;
  stop_.raise();
  changed_.notify_all();
}

void Killer::stop() {
  abandon();
  join();
}

void Killer::run() {
  if (!waitForDelay()) return;
  deadline_ = deadlineAfter(order_.patience_ms);
  if (!order_.options) {
    cut({});
    return;
  }
  if (!takeSlot()) return;
  killUntilReleased();
  slots().release();
}

bool Killer::waitForDelay() {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, order_.delay, [this] { return released_; });
}

bool Killer::takeSlot() {
  while (!isPast(deadline_)) {
    if (released()) return false;
    if (!slots().try_acquire_for(milliseconds(20))) continue;
    if (!isPast(deadline_)) return true;
    slots().release();
  }
  cut(late());
  return false;
}

void Killer::killUntilReleased() {
  Session side;
  if (!openSide(side)) return;
  for (milliseconds pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    if (!sendKill(side) || releasedWithin(pause)) return;
    if (isPast(deadline_)) {
      cut(late());
      return;
    }
  }
}

// Whatever goes wrong before a kill was sent does not matter once the statement has ended.
bool Killer::openSide(Session& side) {
  ConnectOptions options = *order_.options;
  if (deadline_) options.connect_timeout = millisecondsUntil(*deadline_);
  openSession(side, options, &stop_);
  if (side.state() == SessionState::kIdle) {
    side.execute(order_.check);
    finishCommand(side, &stop_, deadline_);
    if (!side.error() && side.header().affected_rows == 1) return true;
  }
  cut(side.error());
  return false;
}

// False when there is nothing more to be done by this connection.
bool Killer::sendKill(Session& side) {
  {
    const std::lock_guard lock(mutex_);
    if (released_) return false;
    report_.sent = true;
  }
  side.execute(order_.kill);
  finishCommand(side, &stop_, deadline_);
  if (!side.error()) return true;
  // A kill without an answer may still come, and hit the statement after this one.
  cut(side.error(), !isServerError(side.error().code));
  return false;
}

bool Killer::releasedWithin(milliseconds pause) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, pause, [this] { return released_; });
}

bool Killer::released() {
  const std::lock_guard lock(mutex_);
  return released_;
}

void Killer::cut(ErrorInfo error, bool even_if_released) {
  const std::lock_guard lock(mutex_);
  if (released_ && !even_if_released) return;
  report_.cut = true;
  report_.error = std::move(error);
  socket_.shutDown();
}

}  // namespace mysqldb
