// JavaScript values to the core's plain structures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "binding/napi_setup.h"
#include "core/client_commands.h"
#include "core/connect_options.h"
#include "core/killer.h"

namespace mysqldb {

/// From a NativeConnectOptions object (lib/native/binding.ts), whose fields TypeScript has checked.
ConnectOptions readConnectOptions(Napi::Object object);

/// From a NativeKillOrder object.
KillOrder readKillOrder(Napi::Object object);

/// From a NativeCommand object.
client::Command readCommand(Napi::Object object);

/// The bytes of a statement: a string as UTF-8, or a Uint8Array as it is.
std::string readStatement(Napi::Value value);
std::vector<std::string> readStatements(Napi::Array values);

/// A copy of the bytes of a Uint8Array from `start` to `end`.
std::string readPiece(Napi::Value bytes, Napi::Value start, Napi::Value end);

/// The memory of a Uint8Array, as long as JavaScript does not run.
std::string_view readBytes(Napi::Value value);

}  // namespace mysqldb
