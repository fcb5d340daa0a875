#include "binding/wakeup.h"

namespace mysqldb {

Wakeup::Wakeup(uv_loop_t* loop, WakeupListener& listener) : listener_(listener) {
  auto handle = std::make_unique<uv_async_t>();
  const int failed = uv_async_init(loop, handle.get(), [](uv_async_t* async) {
    if (auto* self = static_cast<Wakeup*>(async->data)) self->listener_.woken();
  });
  if (failed) return;
  handle_.reset(handle.release());
  handle_->data = this;
  keepProcessAlive(false);
}

Wakeup::~Wakeup() {
  if (handle_) handle_->data = nullptr;
}

void Wakeup::keepProcessAlive(bool alive) {
  auto* handle = reinterpret_cast<uv_handle_t*>(handle_.get());
  alive ? uv_ref(handle) : uv_unref(handle);
}

}  // namespace mysqldb
