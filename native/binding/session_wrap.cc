#include "binding/session_wrap.h"

#include <utility>

#include "binding/options_reader.h"
#include "binding/session_info.h"
#include "core/open_session.h"
#include "core/socket_wait.h"

namespace mysqldb {

Napi::Function SessionWrap::defineClass(Napi::Env env, AddonData* addon) {
  return DefineClass(env, "NativeSession",
                     {InstanceMethod<&SessionWrap::connect>("connect"),
                      InstanceMethod<&SessionWrap::setPacking>("setPacking"),
                      InstanceMethod<&SessionWrap::executeInfile>("executeInfile"),
                      InstanceMethod<&SessionWrap::feed>("feed"),
                      InstanceMethod<&SessionWrap::prepare>("prepare"),
                      InstanceMethod<&SessionWrap::executeRows>("executeRows"),
                      InstanceMethod<&SessionWrap::openCursor>("openCursor"),
                      InstanceMethod<&SessionWrap::fetchCursor>("fetchCursor"),
                      InstanceMethod<&SessionWrap::closeStatement>("closeStatement"),
                      InstanceMethod<&SessionWrap::send>("send"),
                      InstanceMethod<&SessionWrap::readAnswers>("readAnswers"),
                      InstanceMethod<&SessionWrap::readNoMore>("readNoMore"),
                      InstanceMethod<&SessionWrap::resetsAhead>("resetsAhead"),
                      InstanceMethod<&SessionWrap::sendReset>("sendReset"),
                      InstanceMethod<&SessionWrap::run>("run"),
                      InstanceMethod<&SessionWrap::fetch>("fetch"),
                      InstanceMethod<&SessionWrap::discard>("discard"),
                      InstanceMethod<&SessionWrap::nextResult>("nextResult"),
                      InstanceMethod<&SessionWrap::close>("close"),
                      InstanceMethod<&SessionWrap::destroy>("destroy"),
                      InstanceMethod<&SessionWrap::info>("info"),
                      InstanceMethod<&SessionWrap::peer>("peer"),
                      InstanceMethod<&SessionWrap::peerIsGone>("peerIsGone"),
                      InstanceMethod<&SessionWrap::startKiller>("startKiller"),
                      InstanceMethod<&SessionWrap::endKiller>("endKiller")},
                     addon);
}

// An instance's method is found by napi_unwrap, which looks for a private property: some 0.9 µs for
// each query.
void SessionWrap::defineCalls(Napi::Env env, Napi::Object exports, AddonData* addon) {
  exports.Set("execute", Napi::Function::New<&SessionWrap::call<&SessionWrap::execute>>(
                             env, "execute", addon));
  exports.Set("executePrepared",
              Napi::Function::New<&SessionWrap::call<&SessionWrap::executePrepared>>(
                  env, "executePrepared", addon));
}

SessionWrap::SessionWrap(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<SessionWrap>(info),
      addon_(*static_cast<AddonData*>(info.Data())),
      in_loop_(info[0].As<Napi::String>().Utf8Value() == "loop") {
  if (!in_loop_) session_.lookBeforeSending();
  number_ = addon_.newNumber();
  // Throws in a worker thread that is being terminated: then there is no session to be found later.
  Value().Set("number", number_);
  addon_.add(number_, this);
}

SessionWrap::~SessionWrap() { shutDown(); }

void SessionWrap::shutDown() {
  if (shut_down_) return;  // also at the environment's end, when addon_ may be gone already
  shut_down_ = true;
  stopWorker();
  killer_.reset();
  watcher_.reset();
  wakeup_.reset();
  session_.close();
  addon_.remove(number_);
}

void SessionWrap::stopWorker() {
  queue_.cancel();
  if (infile_) infile_->abort();
  if (worker_socket_) worker_socket_->shutDown();
  worker_.stop();
  call_on_worker_ = false;  // the wake-up of its end comes still, and finds nothing to finish
  worker_socket_.reset();
  infile_.reset();
}

// --- Commands -----------------------------------------------------------------------------------

void SessionWrap::begin(Command command, SessionState needed) {
  // TypeScript keeps commands in order; this only guards the memory against a mistake there.
  if (shut_down_ || command_ != Command::kNone || worker_.running() != tail_ ||
      (tail_ ? SessionState::kRows : session_.state()) != needed)
    throw Napi::Error::New(Env(), "mysqldb: a native command was begun in the wrong state");
  command_ = command;
  answers_left_ = 1;
  Ref();  // alive while a command runs
  if (watcher_) watcher_->keepProcessAlive(true);
  if (wakeup_) wakeup_->keepProcessAlive(true);
}

void SessionWrap::connect(const Napi::CallbackInfo& info) {
  const ConnectOptions options = readConnectOptions(info[0].As<Napi::Object>());
  begin(Command::kConnect, SessionState::kClosed);
  if (in_loop_) {
    startConnecting(options);
    return;
  }
  openSession(session_, options, nullptr);
  finish(nullptr);
}

void SessionWrap::setPacking(const Napi::CallbackInfo& info) {
  const auto rules = info[1].As<Napi::Uint32Array>();
  const std::size_t count = rules.ElementLength() / 2;
  if (command_ != Command::kNone || worker_.running() || count > Packing::kMaxRules)
    throw Napi::Error::New(Env(), "mysqldb: the packing was set in the wrong state");
  Packing packing{.flags = info[0].As<Napi::Number>().Uint32Value(), .raw = {}};
  packing.raw.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    packing.raw.push_back({.type = rules[2 * i], .mask = rules[2 * i + 1]});
  session_.setPacking(std::move(packing));
}

void SessionWrap::execute(const Napi::CallbackInfo& info) {
  std::string sql = readStatement(info[1]);
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = info[2].As<Napi::Boolean>();
  batches_ = 0;
  runCall(session_.queriesBlock(),
          [this, sql = std::move(sql)]() mutable { return session_.execute(std::move(sql)); });
}

void SessionWrap::prepare(const Napi::CallbackInfo& info) {
  const std::uint32_t name = info[0].As<Napi::Number>();
  std::string sql = readStatement(info[1]);
  begin(Command::kRun, SessionState::kIdle);
  streaming_ = false;
  runCall(client::kStatementsBlock, [this, name, sql = std::move(sql)]() mutable {
    return session_.prepare(name, std::move(sql));
  });
}

void SessionWrap::executePrepared(const Napi::CallbackInfo& info) {
  const std::uint32_t name = info[1].As<Napi::Number>();
  std::string params = readPiece(info[2], info[3], info[4]);
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = info[5].As<Napi::Boolean>();
  batches_ = 0;
  runCall(client::kStatementsBlock, [this, name, params = std::move(params)]() mutable {
    return session_.executePrepared(name, std::move(params));
  });
}

void SessionWrap::executeRows(const Napi::CallbackInfo& info) {
  const std::uint32_t name = info[0].As<Napi::Number>();
  const BulkBlock block = {.rows = info[1].As<Napi::Number>(),
                           .capacity = info[2].As<Napi::Number>(),
                           .kinds = readBytes(info[3]),
                           .cells = readBytes(info[4]),
                           .text = readBytes(info[5])};
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = false;
  batches_ = 0;
  advance(session_.executeRows(name, block));
}

void SessionWrap::openCursor(const Napi::CallbackInfo& info) {
  const std::uint32_t name = info[0].As<Napi::Number>();
  std::string params = readPiece(info[1], info[2], info[3]);
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = false;
  batches_ = 0;
  runCall(client::kStatementsBlock, [this, name, params = std::move(params)]() mutable {
    return session_.openCursor(name, std::move(params));
  });
}

void SessionWrap::fetchCursor(const Napi::CallbackInfo& info) {
  const std::uint32_t name = info[0].As<Napi::Number>();
  const std::uint32_t rows = info[1].As<Napi::Number>();
  begin(Command::kExecute, SessionState::kIdle);
  streaming_ = false;
  batches_ = 0;
  runCall(client::kStatementsBlock,
          [this, name, rows] { return session_.fetchCursor(name, rows); });
}

void SessionWrap::closeStatement(const Napi::CallbackInfo& info) {
  begin(Command::kRun, SessionState::kIdle);
  streaming_ = false;
  advance(session_.closeStatement(info[0].As<Napi::Number>()));
}

void SessionWrap::run(const Napi::CallbackInfo& info) {
  client::Command command = readCommand(info[0].As<Napi::Object>());
  begin(Command::kRun, SessionState::kIdle);
  streaming_ = false;
  runCall(client::kCommandsBlock, [this, command = std::move(command)]() mutable {
    return session_.run(std::move(command));
  });
}

void SessionWrap::nextResult(const Napi::CallbackInfo& info) {
  begin(Command::kNextResult, SessionState::kMoreResults);
  streaming_ = info[0].As<Napi::Boolean>();
  batches_ = 0;
  runCall(session_.readingBlocks(), [this] { return session_.nextResult(); });
}

void SessionWrap::fetch(const Napi::CallbackInfo&) {
  begin(Command::kFetch, SessionState::kRows);
  if (in_loop_ && loopIsLate()) {
    // A consumer that only ever awaits rows which are there would keep the loop from turning.
    deferred_ = true;
    wakeup().signal();
    wakeup().keepProcessAlive(true);
  } else {
    continueFetch();
  }
}

// Whether this turn of the loop lasts so long that timers and other sockets wait for its end.
bool SessionWrap::loopIsLate() const {
  const std::uint64_t turn_began = uv_now(addon_.loop());
  return uv_hrtime() / 1'000'000 > turn_began + static_cast<std::uint64_t>(kLoopSlice.count());
}

void SessionWrap::continueFetch() {
  if (tail_) {
    takeOneBatch();
  } else if (session_.suspended()) {
    session_.rows().clear();  // handed over: this may run inside the event that did so
    advance(session_.wait());
  } else if (in_loop_ && ++batches_ >= kBatchesInLoop) {
    startTail();
  } else {
    advance(session_.fetch());
  }
}

void SessionWrap::discard(const Napi::CallbackInfo&) {
  begin(Command::kDiscard, SessionState::kRows);
  streaming_ = false;
  if (tail_) {
    queue_.cancel();
    takeBatches();
    return;
  }
  session_.discardRows();
  if (in_loop_ && session_.readingBlocks()) {
    startTail();
    return;
  }
  advance(session_.suspended() ? session_.wait() : session_.fetch());
}

void SessionWrap::close(const Napi::CallbackInfo&) { shutDown(); }

void SessionWrap::destroy(const Napi::CallbackInfo&) {
  if (shut_down_) return;
  if (killer_) killer_->abandon();
  stopWorker();
  loseConnection();
}

Napi::Value SessionWrap::info(const Napi::CallbackInfo& info) {
  checkAtRest();
  return sessionInfo(info.Env(), session_);
}

Napi::Value SessionWrap::peerIsGone(const Napi::CallbackInfo&) {
  return Napi::Boolean::New(Env(), peerHasClosed(session_.socket()));
}

Napi::Value SessionWrap::peer(const Napi::CallbackInfo& info) {
  checkAtRest();
  return sessionPeer(info.Env(), session_);
}

void SessionWrap::checkAtRest() {
  if (worker_.running() || session_.state() == SessionState::kClosed)
    throw Napi::Error::New(Env(), "mysqldb: asked for the facts of a session that is not at rest");
}

// --- Driving ------------------------------------------------------------------------------------

// A stream hands over what has come before it waits for more.
bool SessionWrap::partialBatchIsWanted() const {
  return streaming_ && command_ != Command::kDiscard && !session_.rows().empty();
}

// `wait` is what the last call of the session returned.
void SessionWrap::advance(int wait) {
  for (;;) {
    if (wait != 0 && !partialBatchIsWanted()) {
      if (!emitAnswers()) return;
      if (in_loop_) {
        watcher_->want(wait, session_.patienceMs());
        return;
      }
      wait = session_.resume(waitForSocket(session_, nullptr, {}));
      continue;
    }
    if (nextAnswerIsWanted()) {
      keepAnswer();
      wait = session_.readAnswer(true);
      continue;
    }
    const bool more = session_.state() == SessionState::kRows;
    if (!more || streaming_) {
      finish(session_.rows().empty() ? nullptr : &session_.rows().ready());
      return;
    }
    if (command_ != Command::kDiscard) emitRows(session_.rows().ready());
    if (shut_down_ || session_.state() != SessionState::kRows) return;
    if (in_loop_ && ++batches_ >= (command_ == Command::kDiscard ? 1 : kBatchesInLoop)) {
      startTail();
      return;
    }
    wait = session_.fetch();
  }
}

void SessionWrap::socketReady(int events) {
  if (deferred_) return;  // woken() comes in this turn or the next, and goes on
  const Napi::HandleScope scope(Env());
  [[maybe_unused]] const Napi::Value alive = Value();  // whatever JavaScript does meanwhile
  from_loop_ = true;
  if (command_ == Command::kNone || !session_.suspended()) {
    if ((events & kHungUp) || peerHasClosed(session_.socket()))
      loseConnection();
    else
      watcher_->wantHangUp();  // data that nobody asked for would wake the loop again and again
  } else {
    advance(session_.resume(events & ~kHungUp));
  }
  from_loop_ = false;
}

// --- Events -------------------------------------------------------------------------------------

void SessionWrap::emitRows(RowBatch& rows) { emit(&rows, false, nullptr, SessionState::kRows); }

void SessionWrap::finish(RowBatch* rows) {
  command_ = Command::kNone;
  // Of a tail that the worker still reads nothing is known but that there is more.
  const ErrorInfo* error = !tail_ && session_.error() ? &session_.error() : nullptr;
  const SessionState state = tail_ ? SessionState::kRows : session_.state();
  if (state == SessionState::kClosed) watcher_.reset();
  if (watcher_) {
    watcher_->keepProcessAlive(false);
    if (!tail_ && !session_.suspended())
      watcher_->want(client::kWaitRead);
    else
      watcher_->stopTimer();
  }
  if (wakeup_) wakeup_->keepProcessAlive(false);
  Unref();
  emit(rows, true, error, state);
  if (command_ == Command::kNone && !tail_) session_.rows().clear();  // large values are not kept
}

void SessionWrap::emit(RowBatch* rows, bool done, const ErrorInfo* error, SessionState state) {
  const Napi::HandleScope scope(Env());
  const std::vector<Answer> answers = std::exchange(answers_, {});
  answered_rows_ = 0;
  const ResultHeader header = tail_ ? tail_header_ : session_.header();
  const bool new_shape = !tail_ && header.new_shape && header.field_count > 0;
  if (new_shape) session_.metadataTaken();
  emitEvent(Env(), addon_, Value(),
            {.header = header,
             .answers = answers.empty() ? nullptr : &answers,
             .metadata = new_shape ? &session_.metadata() : nullptr,
             .rows = rows,
             .done = done,
             .text = done && !tail_ && !session_.text().empty() ? &session_.text() : nullptr,
             .error = error,
             .state = state},
            from_loop_);
}

// The connection is gone: a command that runs ends with the error, else the handler is told.
void SessionWrap::loseConnection() {
  const bool running = command_ != Command::kNone;
  tail_ = false;
  deferred_ = false;
  watcher_.reset();
  if (running) {
    session_.abandon();
    finish(nullptr);
  } else {
    session_.close();
    emit(nullptr, false, nullptr, SessionState::kClosed);
  }
}

}  // namespace mysqldb
