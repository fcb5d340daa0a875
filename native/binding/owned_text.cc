#include "binding/owned_text.h"

#ifdef __linux__
#include <dlfcn.h>
#endif

#include <atomic>
#include <memory>
#include <string_view>
#include <utility>

namespace mysqldb {
namespace {

constexpr std::size_t kWorthKeeping = kAreaLimit / 2;

// The collector does not see this memory, so garbage of it hastens no collection. Beyond this many
// bytes text is copied into the heap again, which brings one on.
constexpr std::size_t kMostOutside = 16 * 1024 * 1024;
std::atomic<std::size_t> outside = 0;  // of all threads

using CreateString = napi_status (*)(napi_env, char*, std::size_t, napi_finalize, void*,
                                     napi_value*, bool*);

// Newer than the version of Node-API that the addon asks for, and so not there in every Node. Only
// where the addon is never unloaded (CMakeLists.txt, binding.gyp): strings outlive the environment
// of a worker thread, and what frees them is ours.
CreateString findCreateString() {
#ifdef __linux__
  return reinterpret_cast<CreateString>(
      dlsym(RTLD_DEFAULT, "node_api_create_external_string_latin1"));
#else
  return nullptr;
#endif
}

// Called by the collector, or when the environment is gone: it must not touch either.
void freeText(napi_env, void* text, void*) {
  const std::unique_ptr<char[]> owned(static_cast<char*>(text));
  outside -= kAreaLimit;
}

napi_value copied(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  if (napi_create_string_latin1(env, text.data(), text.size(), &value) != napi_ok)
    napi_get_undefined(env, &value);
  return value;
}

}  // namespace

napi_value takeText(napi_env env, NarrowArea& area) {
  static const CreateString create = findCreateString();
  const std::size_t size = area.size();
  if (create == nullptr || size < kWorthKeeping || outside >= kMostOutside) {
    napi_value value = copied(env, area.view());
    area.clear();
    return value;
  }
  std::unique_ptr<char[]> memory = area.release();
  napi_value value = nullptr;
  bool was_copied = false;  // an engine that may not refer to such memory has freed it already
  outside += kAreaLimit;
  if (create(env, memory.get(), size, freeText, nullptr, &value, &was_copied) != napi_ok) {
    outside -= kAreaLimit;
    return copied(env, {memory.get(), size});
  }
  static_cast<void>(memory.release());  // freeText has it, or had
  return value;
}

}  // namespace mysqldb
