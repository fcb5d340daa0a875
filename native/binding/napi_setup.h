// The only place that includes the Node-API headers, so that their settings are the same
// everywhere.
#pragma once

// Node's V8 may run in a sandbox (Electron), where memory that was not allocated by V8 is refused:
// the addon always copies into buffers that JavaScript owns.
#define NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED

#include <napi.h>
