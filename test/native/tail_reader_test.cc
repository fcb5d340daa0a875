// Reads long results of a real server on a worker thread, as the addon does.
#include "core/tail_reader.h"

#include <atomic>
#include <string>
#include <thread>

#include "core/worker.h"
#include "servers.h"
#include "suites.h"
#include "unpacked.h"

namespace mysqldb::test {
namespace {

constexpr std::size_t kRows = 200'000;
/// Numbers and a text that tells which row it is of.
const std::string kLongResult =
    "SELECT seq, CONCAT('row ', seq) FROM seq_1_to_" + std::to_string(kRows);

bool open(Checks& checks, Session& session) {
  session.connect(*serverOptions());
  finishCommand(session, nullptr, deadlineAfter(10'000));
  checks.equal(session.error().message, "");
  return session.state() == SessionState::kIdle;
}

bool begin(Checks& checks, Session& session, const std::string& sql) {
  session.execute(sql);
  finishCommand(session, nullptr, {});
  checks.equal(session.error().message, "");
  return session.state() == SessionState::kRows;
}

// The reader's thread and what it tells.
struct Tail {
  BatchQueue queue;
  Worker worker;
  std::atomic<bool> done{false};

  void start(Session& session) {
    queue.reopen(BatchQueue::kStreamed);
    done = false;
    worker.start([&](const StopSignal& stop) { readTail(session, queue, stop, [] {}); },
                 [&] { done = true; });
  }
};

/// Checks that the rows of a batch are those that follow `row`, and counts on.
void checkRows(Checks& checks, const RowBatch& batch, std::size_t* row) {
  const Unpacked unpacked(batch, 2);
  for (std::size_t i = 0; i < batch.rows; ++i) {
    ++*row;
    const std::string text = "row " + std::to_string(*row);
    checks.equal(unpacked.slot(i, 0), *row);
    checks.isTrue(unpacked.text(i, 1) == std::u16string(text.begin(), text.end()));
  }
}

void wholeResult(Checks& checks, Session& session) {
  checks.begin("a tail that a worker reads has all rows in their order");
  if (!begin(checks, session, kLongResult)) return;
  std::size_t row = 0;
  checkRows(checks, session.rows().take(), &row);
  Tail tail;
  tail.start(session);
  for (bool finished = false; !finished;) {
    finished = tail.done;  // before the queue is looked at
    while (const auto batch = tail.queue.pop()) checkRows(checks, *batch, &row);
    std::this_thread::yield();
  }
  tail.worker.join();
  checks.equal(row, kRows);
  checks.equal(session.state(), SessionState::kIdle);
}

void cancelledResult(Checks& checks, Session& session) {
  checks.begin("a cancelled tail is read to its end, and the session is usable");
  for (int i = 0; i < 5; ++i) {
    if (!begin(checks, session, kLongResult)) return;
    std::size_t row = 0;
    checkRows(checks, session.rows().take(), &row);
    Tail tail;
    tail.start(session);
    for (int batches = 0; batches < i;)
      if (const auto batch = tail.queue.pop()) {
        checkRows(checks, *batch, &row);
        ++batches;
      }
    tail.queue.cancel();
    tail.worker.join();
    checks.equal(session.state(), SessionState::kIdle);
    checks.isTrue(tail.queue.empty());
  }
}

void stoppedResult(Checks& checks) {
  checks.begin("a worker can be stopped while it waits for the server or for room");
  for (const char* sql : {"SELECT SLEEP(60) FROM seq_1_to_100", kLongResult.c_str()}) {
    Session session;
    if (!open(checks, session)) return;
    session.execute(sql);
    BatchQueue queue;
    Worker worker;
    const std::string text = sql;
    const bool waits_for_server = text.find("SLEEP") != std::string::npos;
    if (!waits_for_server) finishCommand(session, nullptr, {});
    worker.start(
        [&](const StopSignal& stop) {
          if (session.suspended()) finishCommand(session, &stop, {});
          readTail(session, queue, stop, [] {});
        },
        [] {});
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    queue.cancel();
    worker.stop();
    checks.isTrue(!session.suspended());
    session.close();
  }
}

void failingResult(Checks& checks, Session& session) {
  checks.begin("an error after rows comes behind them, and the session is usable");
  const std::string sql =
      "SELECT seq, IF(seq < 50000, 'x', (SELECT 1 UNION SELECT 2)) FROM seq_1_to_100000";
  for (int i = 0; i < 2; ++i) {
    if (!begin(checks, session, sql)) return;
    std::size_t rows = session.rows().take().rows;
    Tail tail;
    tail.start(session);
    for (bool finished = false; !finished;) {
      finished = tail.done;
      while (const auto batch = tail.queue.pop()) rows += batch->rows;
    }
    tail.worker.join();
    checks.equal(rows, std::size_t{49'999});
    checks.equal(session.error().code, 1242u);
    checks.equal(session.state(), SessionState::kIdle);
  }
}

}  // namespace

void testTailReader(Checks& checks) {
  if (!serverOptions()) {
    checks.skip("no server, see scripts/native-tests.mjs");
    return;
  }
  Session session;
  if (!open(checks, session)) return;
  if (session.serverVersion().find("MariaDB") == std::string::npos) {
    checks.skip("only MariaDB has sequence tables");
    return;
  }
  wholeResult(checks, session);
  cancelledResult(checks, session);
  failingResult(checks, session);
  stoppedResult(checks);
}

}  // namespace mysqldb::test
