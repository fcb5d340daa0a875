#include "core/infile_queue.h"

#include <atomic>
#include <string>
#include <thread>

#include "suites.h"

namespace mysqldb::test {
namespace {

// Reads as the client library does: opens, then small pieces until the end. Returns what came, or
// how it failed.
std::string readAll(InfileQueue& queue, unsigned int size) {
  if (!queue.open("/tmp/a name")) return "refused";
  std::string all;
  std::string buffer(size, '\0');
  for (;;) {
    const int count = queue.read(buffer.data(), size);
    if (count < 0) return "broken after " + std::to_string(all.size());
    if (count == 0) return all;
    all.append(buffer, 0, static_cast<std::size_t>(count));
  }
}

// Runs the worker's side in a thread, and `serve` for each request.
template <typename Serve>
std::string exchange(Checks& checks, unsigned int size, Serve serve) {
  std::atomic<int> wanted{0};
  InfileQueue queue([&] { ++wanted; });
  std::string read;
  std::thread worker([&] {
    read = readAll(queue, size);
    queue.finish();
  });
  int served = 0;
  while (queue.waitForRequest()) {
    const auto name = queue.takeRequest();
    checks.isTrue(name.has_value());
    checks.equal(*name, std::string("/tmp/a name"));
    checks.isTrue(!queue.takeRequest());
    serve(queue, served++);
  }
  worker.join();
  checks.isTrue(wanted >= served);
  return read;
}

}  // namespace

void testInfileQueue(Checks& checks) {
  checks.begin("pieces come whole and in order, whatever the reader's buffer");
  for (const unsigned int size : {1U, 3U, 4096U}) {
    const std::string read = exchange(checks, size, [](InfileQueue& queue, int piece) {
      if (piece == 4)
        queue.end();
      else
        queue.give(piece == 2 ? "" : std::string(5, static_cast<char>('a' + piece)));
    });
    checks.equal(read, std::string("aaaaabbbbbddddd"));
  }

  checks.begin("an empty file");
  checks.equal(exchange(checks, 8, [](InfileQueue& queue, int) { queue.end(); }), std::string());

  checks.begin("a file that is not to be had");
  checks.equal(exchange(checks, 8, [](InfileQueue& queue, int) { queue.abort(); }),
               std::string("refused"));

  checks.begin("a source that breaks in the middle");
  const std::string broken = exchange(checks, 8, [](InfileQueue& queue, int piece) {
    if (piece == 0)
      queue.give("half of it");
    else
      queue.abort();
  });
  checks.equal(broken, std::string("broken after 10"));

  checks.begin("a piece that nobody asked for is not taken");
  InfileQueue idle([] {});
  idle.give("x");
  idle.end();
  checks.isTrue(!idle.takeRequest());
}

}  // namespace mysqldb::test
