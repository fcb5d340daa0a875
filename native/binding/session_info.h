// What is known of an open session without asking the server, as a JavaScript object.
#pragma once

#include "binding/napi_setup.h"
#include "core/session.h"

namespace mysqldb {

/// A NativeSessionInfo (lib/native/binding.ts).
Napi::Object sessionInfo(Napi::Env env, const Session& session);

/// The address and port of a session's server; undefined for a unix socket.
Napi::Value sessionPeer(Napi::Env env, const Session& session);

}  // namespace mysqldb
