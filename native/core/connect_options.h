// What a connection is opened with. Absent texts are nullopt, so that the client's own default
// applies; times are in milliseconds.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysqldb {

/// In the order of their strictness; each does what MySQL's manual says of the `--ssl-mode` of its
/// clients (https://dev.mysql.com/doc/refman/9.0/en/connection-options.html).
enum class TlsMode { kDisabled, kPreferred, kRequired, kVerifyCa, kVerifyIdentity };

/// Certificates or a key: the path of a PEM file, or the PEM text itself.
struct Pem {
  std::string value;
  bool is_text = false;
};

struct TlsOptions {
  TlsMode mode = TlsMode::kDisabled;
  std::optional<Pem> ca;
  std::optional<std::string> ca_path;
  std::optional<Pem> cert;
  std::optional<Pem> key;
  std::optional<std::string> passphrase;
  std::optional<Pem> crl;
  std::optional<std::string> crl_path;
  std::optional<std::string> cipher;        // of TLS 1.2
  std::optional<std::string> ciphersuites;  // of TLS 1.3
  std::optional<std::string> versions;      // "TLSv1.2,TLSv1.3"
};

enum class Compression { kNone, kZlib, kZstd };

struct ConnectOptions {
  std::optional<std::string> host;
  std::optional<std::string> user;
  std::optional<std::string> password;
  std::optional<std::string> database;
  std::optional<std::string> unix_socket;
  unsigned int port = 0;
  unsigned int connect_timeout = 0;
  unsigned int read_timeout = 0;
  unsigned int write_timeout = 0;
  unsigned long client_flag = 0;
  // The server's own is the limit that counts; this is the largest that a client may have.
  unsigned long max_allowed_packet = 1024UL * 1024 * 1024;
  std::optional<std::string> bind_address;
  TlsOptions tls;
  Compression compression = Compression::kNone;
  unsigned int compression_level = 0;  // of zstd; 0 for the library's own
  bool local_infile = false;
  std::optional<std::string> auth_plugin;
  std::optional<std::string> plugin_dir;
  std::optional<std::string> server_public_key_path;
  bool get_server_public_key = false;
  bool clear_passwords = false;
  std::vector<std::pair<std::string, std::string>> attributes;
  /// Statements that prepare the session: one is enough, the next is for a server that refuses it.
  std::vector<std::string> setup;
};

}  // namespace mysqldb
