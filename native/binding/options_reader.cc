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

bool flag(Napi::Object object, const char* name) { return object.Get(name).ToBoolean(); }

std::optional<Pem> optionalPem(Napi::Object object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return std::nullopt;
  const auto pem = value.As<Napi::Object>();
  if (auto path = optionalText(pem, "path")) return Pem{std::move(*path), false};
  return Pem{*optionalText(pem, "text"), true};
}

TlsOptions readTlsOptions(Napi::Object object) {
  TlsOptions tls;
  tls.mode = static_cast<TlsMode>(number(object, "mode"));
  tls.ca = optionalPem(object, "ca");
  tls.ca_path = optionalText(object, "caPath");
  tls.cert = optionalPem(object, "cert");
  tls.key = optionalPem(object, "key");
  tls.passphrase = optionalText(object, "passphrase");
  tls.crl = optionalPem(object, "crl");
  tls.crl_path = optionalText(object, "crlPath");
  tls.cipher = optionalText(object, "cipher");
  tls.ciphersuites = optionalText(object, "ciphersuites");
  tls.versions = optionalText(object, "versions");
  return tls;
}

std::vector<std::string> texts(Napi::Object object, const char* name) {
  std::vector<std::string> read;
  const auto array = object.Get(name).As<Napi::Array>();
  for (std::uint32_t i = 0; i < array.Length(); ++i)
    read.push_back(array.Get(i).As<Napi::String>().Utf8Value());
  return read;
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
  options.read_timeout = number(object, "readTimeout");
  options.write_timeout = number(object, "writeTimeout");
  options.client_flag = number(object, "clientFlag");
  options.max_allowed_packet = number(object, "maxAllowedPacket");
  options.bind_address = optionalText(object, "bindAddress");
  options.tls = readTlsOptions(object.Get("tls").As<Napi::Object>());
  options.compression = static_cast<Compression>(number(object, "compression"));
  options.compression_level = number(object, "compressionLevel");
  options.local_infile = flag(object, "localInfile");
  options.auth_plugin = optionalText(object, "authPlugin");
  options.plugin_dir = optionalText(object, "pluginDir");
  options.server_public_key_path = optionalText(object, "serverPublicKeyPath");
  options.get_server_public_key = flag(object, "getServerPublicKey");
  options.clear_passwords = flag(object, "clearPasswords");
  const std::vector<std::string> attributes = texts(object, "attributes");
  for (std::size_t i = 0; i + 1 < attributes.size(); i += 2)
    options.attributes.emplace_back(attributes[i], attributes[i + 1]);
  options.setup = texts(object, "setup");
  return options;
}

KillOrder readKillOrder(Napi::Object object) {
  KillOrder order;
  order.delay = std::chrono::milliseconds(number(object, "delay"));
  order.patience_ms = number(object, "patience");
  const Napi::Value by = object.Get("by");
  if (by.IsUndefined()) return order;
  const auto way = by.As<Napi::Object>();
  order.options = readConnectOptions(way.Get("options").As<Napi::Object>());
  order.check = readStatement(way.Get("check"));
  order.kill = readStatement(way.Get("kill"));
  return order;
}

client::Command readCommand(Napi::Object object) {
  client::Command command;
  command.kind = static_cast<client::CommandKind>(number(object, "kind"));
  command.user = optionalText(object, "user").value_or("");
  command.password = optionalText(object, "password").value_or("");
  command.database = optionalText(object, "database").value_or("");
  return command;
}

std::string_view readBytes(Napi::Value value) {
  // One call, where Napi::Uint8Array makes four.
  void* data = nullptr;
  std::size_t length = 0;
  napi_get_typedarray_info(value.Env(), value, nullptr, &length, &data, nullptr, nullptr);
  return {static_cast<const char*>(data), length};
}

std::string readPiece(Napi::Value bytes, Napi::Value start, Napi::Value end) {
  const std::uint32_t from = start.As<Napi::Number>();
  const std::uint32_t to = end.As<Napi::Number>();
  return std::string(readBytes(bytes).substr(from, to - from));
}

std::string readStatement(Napi::Value value) {
  if (value.IsTypedArray()) return std::string(readBytes(value));
  // One call for a statement of ordinary length, instead of asking for the length first.
  char buffer[4096];
  std::size_t length = 0;
  napi_get_value_string_utf8(value.Env(), value, buffer, sizeof(buffer), &length);
  if (length < sizeof(buffer) - 4) return std::string(buffer, length);
  return value.As<Napi::String>().Utf8Value();
}

std::vector<std::string> readStatements(Napi::Array values) {
  std::vector<std::string> statements;
  statements.reserve(values.Length());
  for (std::uint32_t i = 0; i < values.Length(); ++i)
    statements.push_back(readStatement(values.Get(i)));
  return statements;
}

}  // namespace mysqldb
