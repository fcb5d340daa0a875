// What MariaDB Connector/C leaves open between the server's greeting and the login.
//
// With "use TLS" set, 3.3 and 3.4 go on in clear when the server's greeting offers none, unless the
// host's identity is to be verified too; and caching_sha2_password then takes the connection for a
// secure one and sends the password as it is. A login plugin is called after the greeting and
// before anything is sent: ours looks whether TLS was offered, and leaves the login itself to the
// plugin that the server then asks for.
#pragma once

#include <errmsg.h>
#include <mysql/plugin_auth.h>

#include <cstdarg>
#include <cstdio>

#include "core/client.h"

namespace mysqldb::client {

/// struct st_mysql_client_plugin_AUTHENTICATION of mysql/client_plugin.h, which cannot be included:
/// a header that it includes is not installed with it.
struct LoginPlugin {
  int type;
  unsigned int interface_version;
  const char* name;
  const char* author;
  const char* desc;
  unsigned int version[3];
  const char* license;
  void* mysql_api;
  int (*init)(char*, std::size_t, int, va_list);
  int (*deinit)();
  int (*options)(const char*, const void*);
  int (*authenticate_user)(MYSQL_PLUGIN_VIO*, MYSQL*);
};

inline constexpr int kAuthenticationPlugin = 2;
inline constexpr int kCompressionPlugin = 104;
inline constexpr unsigned int kPluginInterfaceVersion = 0x0100;

inline bool offersTls(const MYSQL* mysql) { return (mysql->server_capabilities & CLIENT_SSL) != 0; }

/// Reading first sends the login with nothing in it; the server then names the account's own
/// plugin.
inline int leaveToServer(MYSQL_PLUGIN_VIO* vio) {
  unsigned char* packet = nullptr;
  return vio->read_packet(vio, &packet) < 0 ? CR_ERROR : CR_OK_HANDSHAKE_COMPLETE;
}

inline int loginWithTls(MYSQL_PLUGIN_VIO* vio, MYSQL* mysql) {
  if (offersTls(mysql)) return leaveToServer(vio);
  mysql->net.last_errno = CR_SSL_CONNECTION_ERROR;
  std::snprintf(mysql->net.sqlstate, sizeof(mysql->net.sqlstate), "HY000");
  std::snprintf(mysql->net.last_error, sizeof(mysql->net.last_error),
                "TLS is required, but the server does not offer it");
  return CR_ERROR;
}

inline int loginWithTlsIfOffered(MYSQL_PLUGIN_VIO* vio, MYSQL* mysql) {
  if (!offersTls(mysql)) mysql->options.use_ssl = 0;
  return leaveToServer(vio);
}

inline constexpr const char* kTlsRequired = "mysqldb_tls_required";
inline constexpr const char* kTlsPreferred = "mysqldb_tls_preferred";

/// Makes the two plugins known to the client library, once for the process.
inline void registerLoginPlugins(MYSQL* mysql) {
  const auto plugin = [](const char* name, int (*login)(MYSQL_PLUGIN_VIO*, MYSQL*)) {
    LoginPlugin made{};
    made.type = kAuthenticationPlugin;
    made.interface_version = kPluginInterfaceVersion;
    made.name = name;
    made.author = "mysqldb";
    made.desc = "";
    made.license = "MIT";
    made.authenticate_user = login;
    return made;
  };
  static LoginPlugin required = plugin(kTlsRequired, loginWithTls);
  static LoginPlugin preferred = plugin(kTlsPreferred, loginWithTlsIfOffered);
  [[maybe_unused]] static const bool registered = [mysql] {
    for (LoginPlugin* one : {&required, &preferred})
      mysql_client_register_plugin(mysql, reinterpret_cast<st_mysql_client_plugin*>(one));
    return true;
  }();
}

}  // namespace mysqldb::client
