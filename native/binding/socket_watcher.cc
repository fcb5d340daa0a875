#include "binding/socket_watcher.h"

#include "core/client.h"

namespace mysqldb {
namespace {

int toUv(int events) {
  int uv = 0;
  if (events & client::kWaitRead) uv |= UV_READABLE;
  if (events & client::kWaitWrite) uv |= UV_WRITABLE;
  if (events & client::kWaitExcept) uv |= UV_PRIORITIZED;
  return uv;
}

int fromUv(int uv) {
  int events = 0;
  if (uv & UV_READABLE) events |= client::kWaitRead;
  if (uv & UV_WRITABLE) events |= client::kWaitWrite;
  if (uv & UV_PRIORITIZED) events |= client::kWaitExcept;
  if (uv & UV_DISCONNECT) events |= SocketListener::kHungUp;
  return events;
}

}  // namespace

SocketWatcher::SocketWatcher(uv_loop_t* loop, int socket, SocketListener& listener)
    : listener_(listener) {
  auto handle = std::make_unique<uv_poll_t>();
  if (uv_poll_init_socket(loop, handle.get(), static_cast<uv_os_sock_t>(socket)) != 0) return;
  handle_.reset(handle.release());
  handle_->data = this;
  keepProcessAlive(false);
}

SocketWatcher::~SocketWatcher() {
  if (handle_) handle_->data = nullptr;
  if (timer_) timer_->data = nullptr;
}

void SocketWatcher::want(int events, unsigned int patience_ms) {
  if (patience_ms > 0)
    startTimer(patience_ms);
  else
    stopTimer();
  arm(toUv(events));
}

void SocketWatcher::wantHangUp() {
  stopTimer();
  arm(UV_DISCONNECT);
}

void SocketWatcher::arm(int uv_events) {
  if (uv_events == armed_) return;
  armed_ = uv_events;
  uv_poll_start(handle_.get(), uv_events, onPoll);
}

void SocketWatcher::startTimer(unsigned int patience_ms) {
  if (!timer_) {
    timer_.reset(std::make_unique<uv_timer_t>().release());
    uv_timer_init(uv_handle_get_loop(reinterpret_cast<uv_handle_t*>(handle_.get())), timer_.get());
    timer_->data = this;
    uv_unref(reinterpret_cast<uv_handle_t*>(timer_.get()));
  }
  uv_timer_start(timer_.get(), onTimeout, patience_ms, 0);
}

void SocketWatcher::stopTimer() {
  if (timer_) uv_timer_stop(timer_.get());
}

void SocketWatcher::keepProcessAlive(bool alive) {
  auto* handle = reinterpret_cast<uv_handle_t*>(handle_.get());
  alive ? uv_ref(handle) : uv_unref(handle);
}

void SocketWatcher::onPoll(uv_poll_t* handle, int status, int events) {
  auto* self = static_cast<SocketWatcher*>(handle->data);
  if (self == nullptr) return;
  self->stopTimer();
  if (status < 0) self->armed_ = 0;  // uv has stopped the handle
  // A failed poll is ready for everything: the client's own call finds out what is wrong.
  self->listener_.socketReady(status < 0 ? client::kWaitRead | client::kWaitWrite : fromUv(events));
}

void SocketWatcher::onTimeout(uv_timer_t* timer) {
  auto* self = static_cast<SocketWatcher*>(timer->data);
  if (self != nullptr) self->listener_.socketReady(client::kWaitTimeout);
}

}  // namespace mysqldb
