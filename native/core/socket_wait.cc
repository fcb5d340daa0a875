#include "core/socket_wait.h"

#ifdef _WIN32
#include <winsock2.h>
#else
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cerrno>

namespace mysqldb {
namespace {

using Clock = std::chrono::steady_clock;

int millisecondsUntil(const Deadline& deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30));
}

// The shorter of two times where -1 is for ever.
int shorter(int a, int b) {
  if (a < 0) return b;
  return b < 0 ? a : std::min(a, b);
}

#ifdef _WIN32
using PollEntry = WSAPOLLFD;
int pollEntries(PollEntry* entries, unsigned int count, int timeout_ms) {
  return WSAPoll(entries, count, timeout_ms);
}
#else
using PollEntry = pollfd;
int pollEntries(PollEntry* entries, unsigned int count, int timeout_ms) {
  return poll(entries, count, timeout_ms);
}
#endif

short pollEvents(int wait) {
  short events = 0;
  if (wait & client::kWaitRead) events |= POLLIN;
  if (wait & client::kWaitWrite) events |= POLLOUT;
#ifndef _WIN32
  if (wait & client::kWaitExcept) events |= POLLPRI;
#endif
  return events;
}

// A socket that hung up or failed is ready for whatever was wanted: the client reads the reason.
int readyEvents(short revents, int wait) {
  if (revents & (POLLERR | POLLHUP | POLLNVAL)) return wait & ~client::kWaitTimeout;
  int events = 0;
  if (revents & POLLIN) events |= client::kWaitRead;
  if (revents & POLLOUT) events |= client::kWaitWrite;
#ifndef _WIN32
  if (revents & POLLPRI) events |= client::kWaitExcept;
#endif
  return events;
}

int patience(const Session& session) {
  const unsigned int limit = session.patienceMs();
  return limit > 0 ? static_cast<int>(limit) : -1;
}

}  // namespace

#ifdef _WIN32
// No pipe that WSAPoll could wait for: a raised signal is seen when the wait's time is over, and
// whoever raises it for a connection also shuts its socket down.
StopSignal::StopSignal() = default;
StopSignal::~StopSignal() = default;
bool StopSignal::valid() const { return true; }
void StopSignal::raise() { raised_.store(true, std::memory_order_release); }
#else
StopSignal::StopSignal() {
  if (pipe(pipe_) != 0) return;
  for (const int fd : pipe_) fcntl(fd, F_SETFD, FD_CLOEXEC);
  for (const int fd : pipe_) fcntl(fd, F_SETFL, O_NONBLOCK);
}

StopSignal::~StopSignal() {
  for (const int fd : pipe_)
    if (fd >= 0) ::close(fd);
}

bool StopSignal::valid() const { return pipe_[0] >= 0; }

void StopSignal::raise() {
  raised_.store(true, std::memory_order_release);
  const char byte = 0;
  if (write(pipe_[1], &byte, 1) < 0) return;  // full: it is readable already
}
#endif

bool peerHasClosed(int socket) {
#ifdef POLLRDHUP
  // Also of data that lies before the close, in one call.
  pollfd entry{socket, POLLRDHUP, 0};
  return poll(&entry, 1, 0) > 0;
#elif defined(_WIN32)
  // The socket may block: only what is readable is looked at.
  WSAPOLLFD entry{static_cast<SOCKET>(socket), POLLRDNORM, 0};
  if (WSAPoll(&entry, 1, 0) <= 0) return false;
  char byte;
  const int got = recv(entry.fd, &byte, 1, MSG_PEEK);
  return got == 0 || (got < 0 && WSAGetLastError() != WSAEWOULDBLOCK);
#else
  char byte;
  const auto got = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
#endif
}

Deadline deadlineAfter(unsigned int milliseconds) {
  if (milliseconds == 0) return std::nullopt;
  return Clock::now() + std::chrono::milliseconds(milliseconds);
}

int waitForSocket(const Session& session, const StopSignal* stop, const Deadline& deadline,
                  int limit_ms) {
  const int wait = session.wait();
  PollEntry entries[2] = {};
  entries[0].fd = static_cast<decltype(entries[0].fd)>(session.socket());
  entries[0].events = pollEvents(wait);
  unsigned int count = 1;
  if (stop != nullptr && stop->fd() >= 0) {
    entries[1].fd = static_cast<decltype(entries[1].fd)>(stop->fd());
    entries[1].events = POLLIN;
    count = 2;
  }
  for (;;) {
    const int own_limit = shorter(patience(session), millisecondsUntil(deadline));
    const int ready = pollEntries(entries, count, shorter(own_limit, limit_ms));
    if (stop != nullptr && stop->raised()) return client::kWaitTimeout;
    if (ready > 0 && entries[0].revents != 0) return readyEvents(entries[0].revents, wait);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0 || shorter(own_limit, limit_ms) == own_limit) return client::kWaitTimeout;
    return 0;
  }
}

void finishCommand(Session& session, const StopSignal* stop, const Deadline& deadline) {
  while (session.suspended())
    session.resume(waitForSocket(session, stop, deadline, session.pauseMs()));
}

}  // namespace mysqldb
