// A text that the client library wants as a file, although it came as text: certificates and keys.
#pragma once

#include <string>
#include <string_view>

namespace mysqldb {

/// A file that only this process can reach by its path, and that ends with the object. On Linux it
/// never touches a disk.
class PrivateFile {
 public:
  explicit PrivateFile(std::string_view text);
  ~PrivateFile();
  PrivateFile(PrivateFile&& other) noexcept;
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  /// False when the system could not make the file.
  bool usable() const { return usable_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;  // before fd_, whose making sets it
  int fd_ = -1;
  bool usable_ = false;
};

}  // namespace mysqldb
