// Ownership of libuv handles. A handle must live on until the loop has closed it, which is later
// than its owner's end: the deleter asks for the close, and the close's callback frees.
#pragma once

#include <uv.h>

#include <memory>

namespace mysqldb {

struct UvCloser {
  template <typename Handle>
  void operator()(Handle* handle) const {
    uv_close(reinterpret_cast<uv_handle_t*>(handle), [](uv_handle_t* closed) {
      const std::unique_ptr<Handle> owner(reinterpret_cast<Handle*>(closed));
    });
  }
};

template <typename Handle>
using UvHandle = std::unique_ptr<Handle, UvCloser>;

}  // namespace mysqldb
