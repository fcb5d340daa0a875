#include "core/private_file.h"

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <cstdlib>
#include <utility>

namespace mysqldb {
namespace {

#ifdef _WIN32
int writeSome(int fd, const char* data, std::size_t size) {
  return _write(fd, data, static_cast<unsigned int>(size));
}
void closeFile(int fd) { _close(fd); }
#else
ssize_t writeSome(int fd, const char* data, std::size_t size) { return ::write(fd, data, size); }
void closeFile(int fd) { ::close(fd); }
#endif

#if defined(__linux__)
// A file without a name; its path is good for this process alone.
int create(std::string* path) {
  const int fd = memfd_create("mysqldb", MFD_CLOEXEC);
  if (fd >= 0) *path = "/proc/self/fd/" + std::to_string(fd);
  return fd;
}
void release(const std::string&) {}
#elif defined(_WIN32)
int create(std::string* path) {
  char folder[MAX_PATH + 1];
  char name[MAX_PATH + 1];
  if (GetTempPathA(sizeof(folder), folder) == 0) return -1;
  if (GetTempFileNameA(folder, "sql", 0, name) == 0) return -1;
  *path = name;
  return _open(name, _O_WRONLY | _O_BINARY | _O_NOINHERIT);
}
void release(const std::string& path) { DeleteFileA(path.c_str()); }
#else
int create(std::string* path) {
  const char* folder = std::getenv("TMPDIR");
  *path = std::string(folder != nullptr ? folder : "/tmp") + "/mysqldb-XXXXXX";
  return mkstemp(path->data());  // for the owner alone
}
void release(const std::string& path) { ::unlink(path.c_str()); }
#endif

}  // namespace

PrivateFile::PrivateFile(std::string_view text) : fd_(create(&path_)) {
  while (fd_ >= 0 && !text.empty()) {
    const auto written = writeSome(fd_, text.data(), text.size());
    if (written <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  usable_ = fd_ >= 0 && text.empty();
}

PrivateFile::PrivateFile(PrivateFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), usable_(other.usable_) {}

PrivateFile::~PrivateFile() {
  if (fd_ < 0) return;
  release(path_);
  closeFile(fd_);
}

}  // namespace mysqldb
