// The JavaScript object of a Session: begins commands, and drives them by the one of the three ways
// of waiting that fits (docs/decisions/0001-executors.md).
//
// Who may touch session_: the JavaScript thread, unless worker_ is running; then only the worker,
// and what passes between the two is queue_ and wakeup_.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "binding/addon.h"
#include "binding/event_writer.h"
#include "binding/kill_watch.h"
#include "binding/socket_watcher.h"
#include "binding/wakeup.h"
#include "core/batch_queue.h"
#include "core/client_socket.h"
#include "core/infile_queue.h"
#include "core/session.h"
#include "core/worker.h"

namespace mysqldb {

class SessionWrap final : public Napi::ObjectWrap<SessionWrap>,
                          public SocketListener,
                          public WakeupListener {
 public:
  static Napi::Function defineClass(Napi::Env env, AddonData* addon);
  /// The commands of nearly every query, as functions that take the session's number.
  static void defineCalls(Napi::Env env, Napi::Object exports, AddonData* addon);
  explicit SessionWrap(const Napi::CallbackInfo& info);
  ~SessionWrap() override;

  void socketReady(int events) override;
  void woken() override;
  /// Frees what the session holds, without calling JavaScript. Safe to call again.
  void shutDown();

 private:
  // A result longer than this many batches (some 250 KiB) has a tail that is worth a thread.
  static constexpr int kBatchesInLoop = 16;
  // Decoding in one go for longer than this keeps timers and other sockets waiting.
  static constexpr std::chrono::milliseconds kLoopSlice{4};

  enum class Command { kNone, kConnect, kExecute, kFetch, kDiscard, kNextResult, kRun };

  /// What a function of `defineCalls` is: a method whose first argument is the session's number.
  template <void (SessionWrap::*method)(const Napi::CallbackInfo&)>
  static void call(const Napi::CallbackInfo& info) {
    (static_cast<AddonData*>(info.Data())->session(info[0]).*method)(info);
  }

  // What JavaScript calls.
  void connect(const Napi::CallbackInfo& info);
  void setPacking(const Napi::CallbackInfo& info);
  void execute(const Napi::CallbackInfo& info);
  void executeInfile(const Napi::CallbackInfo& info);
  void feed(const Napi::CallbackInfo& info);
  void prepare(const Napi::CallbackInfo& info);
  void executePrepared(const Napi::CallbackInfo& info);
  void executeRows(const Napi::CallbackInfo& info);
  void openCursor(const Napi::CallbackInfo& info);
  void fetchCursor(const Napi::CallbackInfo& info);
  void closeStatement(const Napi::CallbackInfo& info);
  void send(const Napi::CallbackInfo& info);
  void readAnswers(const Napi::CallbackInfo& info);
  void readNoMore(const Napi::CallbackInfo& info);
  Napi::Value resetsAhead(const Napi::CallbackInfo& info);
  void sendReset(const Napi::CallbackInfo& info);
  void run(const Napi::CallbackInfo& info);
  void fetch(const Napi::CallbackInfo& info);
  void discard(const Napi::CallbackInfo& info);
  void nextResult(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info);
  void destroy(const Napi::CallbackInfo& info);
  Napi::Value info(const Napi::CallbackInfo& info);
  Napi::Value peer(const Napi::CallbackInfo& info);
  Napi::Value peerIsGone(const Napi::CallbackInfo& info);
  Napi::Value startKiller(const Napi::CallbackInfo& info);
  Napi::Value endKiller(const Napi::CallbackInfo& info);

  void begin(Command command, SessionState needed);
  void checkAtRest();
  void continueFetch();
  bool loopIsLate() const;
  void advance(int wait);
  bool partialBatchIsWanted() const;
  bool nextAnswerIsWanted() const;
  void keepAnswer();
  bool emitAnswers();

  Wakeup& wakeup();
  bool runOnWorker(std::function<void(const StopSignal&)> job);
  template <typename Call>
  void runCall(bool blocks, Call call);
  void startConnecting(const ConnectOptions& options);
  void startTail();
  void serveInfile();
  void askForInfile();
  void endInfile();
  void stopWorker();
  void takeBatches();
  void takeOneBatch();
  void takeSocketBack();

  void emitRows(RowBatch& rows);
  void finish(RowBatch* rows);
  void emit(RowBatch* rows, bool done, const ErrorInfo* error, SessionState state);
  void loseConnection();

  AddonData& addon_;
  std::uint32_t number_;
  const bool in_loop_;
  Session session_;
  Command command_ = Command::kNone;
  bool streaming_ = false;
  bool call_on_worker_ = false;
  int batches_ = 0;                 // of the current result that were read on the JavaScript thread
  std::uint32_t answers_left_ = 0;  // of a command that reads several, this one included
  std::vector<Answer> answers_;     // that were read and not handed over yet
  std::uint32_t answered_rows_ = 0;  // rows of the batch that are theirs
  bool tail_ = false;       // the result's tail was given to the worker; batches come by queue_
  bool deferred_ = false;   // a fetch that waits for the loop's next turn
  bool from_loop_ = false;  // no JavaScript is on the stack
  bool shut_down_ = false;
  ResultHeader tail_header_;  // the tail's result, as it was when the worker took the session

  std::unique_ptr<SocketWatcher> watcher_;
  std::unique_ptr<Wakeup> wakeup_;
  BatchQueue queue_;
  std::unique_ptr<KillWatch> killer_;                // the last one; it may have ended
  std::unique_ptr<InfileQueue> infile_;              // while a statement may ask for a local file
  std::optional<client::SocketCopy> worker_socket_;  // of a job that may block in the client
  std::atomic<bool> worker_done_{false};
  Worker worker_;  // last: its end joins the thread that uses the others
};

// Makes a call of the session's that begins a command. One that may block goes to the worker, but
// for the sync API; if the system gives no thread, it blocks.
template <typename Call>
void SessionWrap::runCall(bool blocks, Call call) {
  if (in_loop_ && blocks) {
    watcher_.reset();
    batches_ = kBatchesInLoop;  // the rest of a result is the worker's, too
    call_on_worker_ = true;
    if (runOnWorker([call](const StopSignal&) mutable { call(); })) return;
    call_on_worker_ = false;
    takeSocketBack();
  }
  advance(call());
}

}  // namespace mysqldb
