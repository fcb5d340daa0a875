// Opening a connection, on whichever thread may wait for it.
#pragma once

#include "core/session.h"
#include "core/socket_wait.h"

namespace mysqldb {

/// Connects and prepares the session, all within the options' connect_timeout. How it ended is in
/// the session's state and error.
void openSession(Session& session, const ConnectOptions& options, const StopSignal* stop);

}  // namespace mysqldb
