#include "binding/session_info.h"

#include "core/client_socket.h"

namespace mysqldb {
namespace {

void setIfKnown(Napi::Object object, const char* name, const std::optional<std::string>& text) {
  if (text) object.Set(name, *text);
}

void setIfKnown(Napi::Object object, const char* name, const char* text) {
  if (text != nullptr) object.Set(name, text);
}

Napi::Object trackedObject(Napi::Env env, const TrackedState& tracked) {
  Napi::Object object = Napi::Object::New(env);
  Napi::Object variables = Napi::Object::New(env);
  for (const auto& [name, value] : tracked.variables) variables.Set(name, value);
  object.Set("variables", variables);
  setIfKnown(object, "schema", tracked.schema);
  setIfKnown(object, "gtids", tracked.gtids);
  setIfKnown(object, "transactionCharacteristics", tracked.transaction_characteristics);
  setIfKnown(object, "transactionState", tracked.transaction_state);
  return object;
}

}  // namespace

Napi::Object sessionInfo(Napi::Env env, const Session& session) {
  Napi::Object facts = Napi::Object::New(env);
  facts.Set("threadId", static_cast<double>(session.threadId()));
  facts.Set("serverVersion", session.serverVersion());
  facts.Set("hostInfo", session.hostInfo());
  facts.Set("charset", session.charset());
  facts.Set("serverStatus", session.serverStatus());
  facts.Set("socket", session.socket());
  facts.Set("protocolVersion", session.protocolVersion());
  facts.Set("serverCapabilities", Napi::BigInt::New(env, session.serverCapabilities()));
  facts.Set("clientFlag", static_cast<double>(session.clientFlag()));
  facts.Set("compression", static_cast<int>(session.compression()));
  setIfKnown(facts, "tlsCipher", session.tlsCipher());
  setIfKnown(facts, "tlsVersion", session.tlsVersion());
  facts.Set("tracked", trackedObject(env, session.tracked()));
  return facts;
}

Napi::Value sessionPeer(Napi::Env env, const Session& session) {
  const auto peer = client::peerOf(session.socket());
  if (!peer) return env.Undefined();
  Napi::Object object = Napi::Object::New(env);
  object.Set("address", peer->address);
  object.Set("port", peer->port);
  return object;
}

}  // namespace mysqldb
