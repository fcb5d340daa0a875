#include "core/private_file.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "suites.h"

namespace mysqldb::test {
namespace {

std::string contentsOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

void testPrivateFile(Checks& checks) {
  checks.begin("a file has the text that it was made of, as often as it is read");
  const std::string text = "-----BEGIN\n" + std::string(300'000, 'x');
  const PrivateFile file(text);
  checks.isTrue(file.usable());
  checks.equal(contentsOf(file.path()), text);
  checks.equal(contentsOf(file.path()), text);

  checks.begin("it moves with its owner, and ends with the last one");
  std::string path;
  {
    PrivateFile first("one");
    const PrivateFile second(std::move(first));
    path = second.path();
    checks.equal(contentsOf(path), std::string("one"));
  }
  checks.isTrue(!std::ifstream(path).good());
}

}  // namespace mysqldb::test
