// Where the contents of LOAD DATA LOCAL come from.
#pragma once

#include <string>

namespace mysqldb {

/// Asked by the client library, in the middle of a statement, on the thread that drives it and on
/// the library's own small stack.
class InfileSource {
 public:
  /// Whether the server may have what it asked for.
  virtual bool open(const char* name) = 0;
  /// Fills the buffer; returns the number of bytes, 0 at the end, -1 when there will be no more.
  virtual int read(char* buffer, unsigned int size) = 0;

 protected:
  ~InfileSource() = default;
};

}  // namespace mysqldb
