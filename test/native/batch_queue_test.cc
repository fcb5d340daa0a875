#include "core/batch_queue.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include "random.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

using std::chrono::milliseconds;

RowBatch batchOf(std::uint32_t number, std::size_t bytes) {
  RowBatch batch;
  batch.rows = number;
  batch.bytes.assign(bytes, 'x');
  return batch;
}

void oneThread(Checks& checks) {
  checks.begin("batches come out in their order");
  BatchQueue queue;
  checks.isTrue(queue.empty());
  checks.isTrue(!queue.pop());
  for (std::uint32_t i = 1; i <= 3; ++i) checks.isTrue(queue.push(batchOf(i, 10)));
  checks.isTrue(!queue.empty());
  for (std::uint32_t i = 1; i <= 3; ++i) checks.equal(queue.pop()->rows, i);
  checks.isTrue(queue.empty());

  checks.begin("a batch is worth a wake-up from the threshold on");
  queue.push(batchOf(1, BatchQueue::kWorthWaking - 1));
  checks.isTrue(!queue.worthWaking());
  queue.push(batchOf(2, 1));
  checks.isTrue(queue.worthWaking());
  queue.pop();
  checks.isTrue(!queue.worthWaking());

  checks.begin("one batch always fits, however large");
  queue.pop();
  checks.isTrue(queue.push(batchOf(1, BatchQueue::kStreamed * 3)));
  queue.pop();

  checks.begin("a cancelled queue is empty and takes nothing until it is opened again");
  queue.push(batchOf(1, 10));
  queue.cancel();
  checks.isTrue(queue.empty());
  checks.isTrue(!queue.push(batchOf(2, 10)));
  checks.isTrue(queue.empty());
  queue.reopen(BatchQueue::kStreamed);
  checks.isTrue(queue.push(batchOf(3, 10)));
  checks.equal(queue.pop()->rows, 3u);
}

void everyByteCounts(Checks& checks) {
  checks.begin("records, text, bytes and side values all count");
  RowBatch batch;
  checks.equal(batch.memory(), std::size_t{0});
  batch.records.reserve(5);
  batch.records.resize(3);
  std::memcpy(batch.narrow.end(), "ab", 2);
  batch.narrow.added(2);
  batch.wide = u"cd";
  batch.bytes = "e";
  batch.side.push_back(Bytes{std::string(100, 'f')});
  batch.side_bytes = 100;
  checks.equal(batch.memory(), batch.records.capacity() * 8 + kAreaLimit + 4 + 1 + 100);
  checks.isTrue(batch.records.capacity() >= 5);
}

void fullQueue(Checks& checks) {
  checks.begin("the producer waits while the queue is full");
  for (const std::size_t limit : {BatchQueue::kStreamed, BatchQueue::kStored}) {
    BatchQueue queue;
    queue.reopen(limit);
    queue.push(batchOf(0, limit - 1));
    queue.push(batchOf(1, 1));
    std::atomic<bool> pushed{false};
    std::thread producer([&] { pushed = queue.push(batchOf(2, 10)); });
    std::this_thread::sleep_for(milliseconds(30));
    checks.isTrue(!pushed);
    checks.equal(queue.pop()->rows, 0u);
    producer.join();
    checks.isTrue(pushed);
    checks.equal(queue.pop()->rows, 1u);
    checks.equal(queue.pop()->rows, 2u);
  }
}

void cancelledProducer(Checks& checks) {
  checks.begin("cancelling frees a producer that waits");
  for (int i = 0; i < 50; ++i) {
    BatchQueue queue;
    queue.push(batchOf(1, BatchQueue::kStreamed));
    bool pushed = true;
    std::thread producer([&] { pushed = queue.push(batchOf(2, 10)); });
    if (i % 2) std::this_thread::sleep_for(milliseconds(1));
    queue.cancel();
    producer.join();
    checks.isTrue(!pushed);
    checks.isTrue(queue.empty());
  }
}

void twoThreads(Checks& checks) {
  checks.begin("no batch is lost, doubled or out of order, and the memory is bounded");
  constexpr std::uint32_t kCount = 20'000;
  BatchQueue queue;
  std::atomic<std::int64_t> held{0};
  std::thread producer([&] {
    Random random(8);
    for (std::uint32_t i = 0; i < kCount; ++i) {
      const std::size_t size = random.below(48 * 1024);
      if (!queue.push(batchOf(i, size))) return;
      held += static_cast<std::int64_t>(size);
    }
  });
  Random random(9);
  std::int64_t most = 0;
  for (std::uint32_t expected = 0; expected < kCount;) {
    most = std::max(most, held.load());
    if (const auto batch = queue.pop()) {
      checks.equal(batch->rows, expected++);
      held -= static_cast<std::int64_t>(batch->bytes.size());
    } else if (random.below(4) == 0) {
      std::this_thread::yield();
    }
  }
  producer.join();
  checks.equal(held.load(), 0);
  checks.isTrue(most <= static_cast<std::int64_t>(BatchQueue::kStreamed + 48 * 1024));
}

void manyResults(Checks& checks) {
  checks.begin("results may be cancelled at any moment, and the next one is whole");
  BatchQueue queue;
  Random random(10);
  for (int result = 0; result < 100; ++result) {
    queue.reopen(BatchQueue::kStreamed);
    const std::size_t until = random.below(60);
    std::thread producer([&] {
      for (std::uint32_t i = 0; i < 60; ++i)
        if (!queue.push(batchOf(i, 64 * 1024))) return;
    });
    for (std::uint32_t expected = 0; expected < until;)
      if (const auto batch = queue.pop()) checks.equal(batch->rows, expected++);
    queue.cancel();
    producer.join();
    checks.isTrue(queue.empty());
  }
}

}  // namespace

void testBatchQueue(Checks& checks) {
  oneThread(checks);
  everyByteCounts(checks);
  fullQueue(checks);
  cancelledProducer(checks);
  twoThreads(checks);
  manyResults(checks);
}

}  // namespace mysqldb::test
