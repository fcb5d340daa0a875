// Tells the client library how to connect.
#pragma once

#include <string>
#include <vector>

#include "core/client.h"
#include "core/connect_options.h"
#include "core/private_file.h"

namespace mysqldb::client {

/// Sets every option. `files` holds what the library reads while it connects. Returns what this
/// client library cannot do of what was asked for, empty when it can do all.
std::string setOptions(MYSQL* mysql, const ConnectOptions& options,
                       std::vector<PrivateFile>* files);

/// What the open connection is not, although it was asked for; empty when all is as it should be.
std::string missedOptions(MYSQL* mysql, const ConnectOptions& options);

}  // namespace mysqldb::client
