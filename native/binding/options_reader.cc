#include "binding/options_reader.h"

namespace mysqldb {
namespace {

std::optional<std::string> optionalText(Napi::Object object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return std::nullopt;
  return value.As<Napi::String>().Utf8Value();
}

unsigned int number(Napi::Object object, const char* name) {
  return object.Get(name).As<Napi::Number>().Uint32Value();
}

}  // namespace

ConnectOptions readConnectOptions(Napi::Object object) {
  ConnectOptions options;
  options.host = optionalText(object, "host");
  options.user = optionalText(object, "user");
  options.password = optionalText(object, "password");
  options.database = optionalText(object, "database");
  options.unix_socket = optionalText(object, "unixSocket");
  options.port = number(object, "port");
  options.connect_timeout = number(object, "connectTimeout");
  options.client_flag = number(object, "clientFlag");
  const auto setup = object.Get("setup").As<Napi::Array>();
  for (std::uint32_t i = 0; i < setup.Length(); ++i)
    options.setup.push_back(setup.Get(i).As<Napi::String>().Utf8Value());
  return options;
}

std::string readStatement(Napi::Value value) {
  if (value.IsTypedArray()) {
    const auto bytes = value.As<Napi::Uint8Array>();
    return std::string(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength());
  }
  // One call for a statement of ordinary length, instead of asking for the length first.
  char buffer[4096];
  std::size_t length = 0;
  napi_get_value_string_utf8(value.Env(), value, buffer, sizeof(buffer), &length);
  if (length < sizeof(buffer) - 4) return std::string(buffer, length);
  return value.As<Napi::String>().Utf8Value();
}

}  // namespace mysqldb
