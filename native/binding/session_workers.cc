// What a SessionWrap leaves to a thread of its own: connecting, the long tail of a result, commands
// that the client library cannot do without blocking, and LOAD DATA LOCAL.
#include <limits>
#include <utility>

#include "binding/options_reader.h"
#include "binding/session_wrap.h"
#include "core/open_session.h"
#include "core/socket_wait.h"
#include "core/tail_reader.h"

namespace mysqldb {
namespace {

// A count of batches that no result reaches: its tail stays on the JavaScript thread.
constexpr int kNeverAgain = std::numeric_limits<int>::max();

}  // namespace

Wakeup& SessionWrap::wakeup() {
  if (!wakeup_) wakeup_ = std::make_unique<Wakeup>(addon_.loop(), *this);
  return *wakeup_;
}

// False when the system gives no thread; the caller then does without.
bool SessionWrap::runOnWorker(std::function<void(const StopSignal&)> job) {
  wakeup().keepProcessAlive(true);
  worker_done_ = false;
  if (client::kCommandsBlock && session_.state() != SessionState::kClosed)
    worker_socket_.emplace(session_.socket());
  return worker_.start(std::move(job), [this] {
    worker_done_ = true;
    wakeup_->signal();
  });
}

void SessionWrap::startConnecting(const ConnectOptions& options) {
  call_on_worker_ = true;
  if (runOnWorker(
          [this, options](const StopSignal& stop) { openSession(session_, options, &stop); }))
    return;
  call_on_worker_ = false;
  session_.refuse("The system has no thread or file descriptor left for connecting");
  finish(nullptr);
}

void SessionWrap::startTail() {
  // Not only paused: if the worker loses the connection, the socket's number may be another
  // connection's by the time that a handle for it is closed.
  watcher_.reset();
  tail_header_ = session_.header();
  queue_.reopen(streaming_ ? BatchQueue::kStreamed : BatchQueue::kStored);
  if (command_ == Command::kDiscard) queue_.cancel();
  tail_ = true;
  const auto notify = [this] { wakeup_->signal(); };
  if (runOnWorker(
          [this, notify](const StopSignal& stop) { readTail(session_, queue_, stop, notify); }))
    return;
  takeSocketBack();
  batches_ = -kNeverAgain;
  advance(session_.fetch());
}

void SessionWrap::woken() {
  const Napi::HandleScope scope(Env());
  [[maybe_unused]] const Napi::Value alive = Value();
  from_loop_ = true;
  if (call_on_worker_) {
    if (worker_done_) {
      call_on_worker_ = false;
      takeSocketBack();
      advance(session_.wait());
    }
  } else if (infile_) {
    serveInfile();
  } else if (deferred_) {
    deferred_ = false;
    continueFetch();
  } else if (tail_ && command_ != Command::kNone) {
    streaming_ ? takeOneBatch() : takeBatches();
  }
  from_loop_ = false;
}

// The client asks for the contents in the middle of a call, so that call is a worker's; whatever
// API it is, this thread runs the JavaScript that has the contents.
void SessionWrap::executeInfile(const Napi::CallbackInfo& info) {
  std::string sql = readStatement(info[0]);
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = info[1].ToBoolean();
  batches_ = 0;
  watcher_.reset();
  infile_ = std::make_unique<InfileQueue>([this] {
    if (in_loop_) wakeup_->signal();
  });
  const bool started = runOnWorker([this, sql = std::move(sql)](const StopSignal& stop) {
    session_.execute(sql, infile_.get());
    finishCommand(session_, &stop, {});
    session_.dropInfile();
    infile_->finish();
  });
  if (!started) {
    endInfile();
    session_.refuse("The system has no thread or file descriptor left for LOAD DATA LOCAL");
    finish(nullptr);
    return;
  }
  if (in_loop_) return;
  while (!shut_down_ && infile_->waitForRequest()) askForInfile();
  endInfile();
}

void SessionWrap::feed(const Napi::CallbackInfo& info) {
  if (!infile_) return;
  if (info[0].IsUndefined())
    infile_->abort();
  else if (info[0].IsNull())
    infile_->end();
  else
    infile_->give(readStatement(info[0]));
}

// An async connection is cut by this thread, since a worker may have the session; the sync API
// waits on it, so that the killer shuts the socket.
Napi::Value SessionWrap::startKiller(const Napi::CallbackInfo& info) {
  killer_ = std::make_unique<KillWatch>(addon_, readKillOrder(info[0].As<Napi::Object>()),
                                        in_loop_ ? -1 : session_.socket(), info[1]);
  const bool started = killer_->start();
  if (!started) killer_.reset();
  return Napi::Boolean::New(Env(), started);
}

Napi::Value SessionWrap::endKiller(const Napi::CallbackInfo&) {
  return killer_ ? killer_->release(Env()) : Env().Undefined();
}

void SessionWrap::serveInfile() {
  if (worker_done_)
    endInfile();
  else
    askForInfile();
}

void SessionWrap::askForInfile() {
  const auto name = infile_->takeRequest();
  if (!name) return;
  const Napi::HandleScope scope(Env());
  const ResultHeader header;
  emitEvent(Env(), addon_, Value(),
            {.header = header, .wants_infile = true, .text = &*name, .state = SessionState::kIdle},
            from_loop_);
}

void SessionWrap::endInfile() {
  takeSocketBack();
  infile_.reset();
  advance(session_.wait());
}

// Everything that is there, for a result that is stored.
void SessionWrap::takeBatches() {
  const auto end = std::chrono::steady_clock::now() + kLoopSlice;
  const bool was_done = worker_done_;  // before the queue is looked at: nothing comes after it
  while (auto batch = queue_.pop()) {
    emitRows(*batch);
    if (shut_down_ || !tail_) return;
    if (std::chrono::steady_clock::now() >= end) {
      wakeup_->signal();
      return;
    }
  }
  if (was_done) {
    takeSocketBack();
    finish(nullptr);
  }
}

void SessionWrap::takeOneBatch() {
  const bool was_done = worker_done_;
  if (auto batch = queue_.pop()) {
    finish(&*batch);
  } else if (was_done) {
    takeSocketBack();
    finish(nullptr);
  }
}

void SessionWrap::takeSocketBack() {
  worker_.join();
  worker_socket_.reset();
  tail_ = false;
  wakeup_->keepProcessAlive(false);
  if (session_.state() == SessionState::kClosed || !in_loop_) return;
  if (!watcher_)
    watcher_ = std::make_unique<SocketWatcher>(addon_.loop(), session_.socket(), *this);
  if (!watcher_->valid()) {
    watcher_.reset();  // the system watches no more sockets: without that the session is of no use
    session_.close();
    return;
  }
  if (command_ != Command::kNone) watcher_->keepProcessAlive(true);
  watcher_->want(client::kWaitRead);
}

}  // namespace mysqldb
