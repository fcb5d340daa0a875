#include "core/open_session.h"

#include <errmsg.h>

namespace mysqldb {

void openSession(Session& session, const ConnectOptions& options, const StopSignal* stop) {
  const Deadline deadline = deadlineAfter(options.connect_timeout);
  session.connect(options);
  finishCommand(session, stop, deadline);
  if (client::kTriesOneAddress && session.error().code == CR_CONN_HOST_ERROR)
    session.connect(options, true);
  for (const std::string& statement : options.setup) {
    if (session.state() != SessionState::kIdle) return;
    session.execute(statement);
    finishCommand(session, stop, deadline);
    if (!session.error()) return;
  }
}

}  // namespace mysqldb
