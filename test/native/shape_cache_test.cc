#include "core/shape_cache.h"

#include <map>
#include <string>

#include "random.h"
#include "suites.h"

namespace mysqldb::test {
namespace {

void repeatedBlocks(Checks& checks) {
  checks.begin("a block is new once");
  ShapeCache cache;
  bool is_new = false;
  const std::uint32_t slot = cache.slotOf("a", &is_new);
  checks.isTrue(is_new);
  checks.equal(cache.slotOf("a", &is_new), slot);
  checks.isTrue(!is_new);
  checks.isTrue(cache.slotOf("b", &is_new) != slot && is_new);
  checks.equal(cache.slotOf("a", &is_new), slot);
  checks.isTrue(!is_new);
  checks.begin("blocks that differ behind a NUL differ");
  const std::uint32_t first = cache.slotOf(std::string("x\0y", 3), &is_new);
  checks.isTrue(cache.slotOf(std::string("x\0z", 3), &is_new) != first && is_new);
}

// What JavaScript does: keeps a block at its slot until the slot is given another one.
void manyBlocks(Checks& checks) {
  checks.begin("JavaScript always has the block that a slot stands for");
  Random random(7);
  ShapeCache cache;
  std::map<std::uint32_t, std::string> known;
  for (int i = 0; i < 50'000; ++i) {
    const std::size_t range = i % 5000 < 2500 ? 100 : 1000;  // with room, and with too little
    const std::string block = "block " + std::to_string(random.below(range));
    bool is_new = false;
    const std::uint32_t slot = cache.slotOf(block, &is_new);
    checks.isTrue(slot < ShapeCache::kSlots);
    if (is_new) known[slot] = block;
    checks.equal(known[slot], block);
  }
  checks.isTrue(known.size() <= ShapeCache::kSlots);
}

}  // namespace

void testShapeCache(Checks& checks) {
  repeatedBlocks(checks);
  manyBlocks(checks);
}

}  // namespace mysqldb::test
