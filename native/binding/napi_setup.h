// The only place that includes the Node-API headers, so that their settings are the same
// everywhere.
#pragma once

// Node's V8 may run in a sandbox (Electron), where memory that was not allocated by V8 is refused:
// the addon always copies into buffers that JavaScript owns.
#define NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED

// While a worker thread is being terminated nothing can be thrown into its JavaScript any more; the
// wrapper would end the whole process for it.
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS

#include <napi.h>
