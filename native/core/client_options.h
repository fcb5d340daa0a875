// Tells the client library how to connect.
#pragma once

#include <vector>

#include "core/client.h"
#include "core/connect_options.h"
#include "core/error_info.h"
#include "core/private_file.h"

namespace mysqldb::client {

/// Sets every option. `files` holds what the library reads while it connects. Returns why
/// connecting is of no use, as when the library cannot do what was asked for; no error when all is
/// well.
ErrorInfo setOptions(MYSQL* mysql, const ConnectOptions& options, std::vector<PrivateFile>* files);

/// Marks the error of a login that may have failed for want of TLS or of the server's public key,
/// and says so where the library has no words for it.
void explainKeptPassword(MYSQL* mysql, const ConnectOptions& options, ErrorInfo* error);

/// What the open connection is not, although it was asked for; no error when all is as it should
/// be.
ErrorInfo missedOptions(MYSQL* mysql, const ConnectOptions& options);

}  // namespace mysqldb::client
