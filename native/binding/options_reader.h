// JavaScript values to the core's plain structures.
#pragma once

#include <string>
#include <vector>

#include "binding/napi_setup.h"
#include "core/client_commands.h"
#include "core/connect_options.h"

namespace mysqldb {

/// From a NativeConnectOptions object (lib/native/binding.ts), whose fields TypeScript has checked.
ConnectOptions readConnectOptions(Napi::Object object);

/// From a NativeCommand object.
client::Command readCommand(Napi::Object object);

/// The bytes of a statement: a string as UTF-8, or a Uint8Array as it is.
std::string readStatement(Napi::Value value);
std::vector<std::string> readStatements(Napi::Array values);

}  // namespace mysqldb
