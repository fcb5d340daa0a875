// Reads the long tail of a result on a worker thread: the client's parsing and the packing leave
// the JavaScript thread, which only decodes.
#pragma once

#include <functional>

#include "core/batch_queue.h"
#include "core/session.h"
#include "core/socket_wait.h"

namespace mysqldb {

/// Reads until the result ends, fails, or is not wanted any more (the queue was cancelled: the rest
/// is read and dropped). `notify` tells the consumer, from this thread, that batches are there.
void readTail(Session& session, BatchQueue& queue, const StopSignal& stop,
              const std::function<void()>& notify);

}  // namespace mysqldb
