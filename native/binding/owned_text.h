// Strings of JavaScript whose characters stay where C++ has put them.
#pragma once

#include "binding/addon.h"
#include "core/row_batch.h"

namespace mysqldb {

/// The text of an area, which is empty afterwards. A large one becomes the memory of the string:
/// all that is cut from it is kept by the collector, and so would be moved by it twice. A small one
/// is copied, so that a string that is kept never holds much more than it says. Undefined when
/// there is no memory. https://nodejs.org/api/n-api.html#node_api_create_external_string_latin1
napi_value takeText(napi_env env, NarrowArea& area);

}  // namespace mysqldb
