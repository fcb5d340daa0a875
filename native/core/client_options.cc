#include "core/client_options.h"

#include <algorithm>

#include "core/client_commands.h"

#ifdef MARIADB_PACKAGE_VERSION_ID
#include "core/client_auth.h"
#endif

namespace mysqldb::client {
namespace {

ErrorInfo notSupported(const char* what) { return {CR_NOT_IMPLEMENTED, "HYC00", what}; }

// One connection's options on their way into the library.
class OptionSetter {
 public:
  OptionSetter(MYSQL* mysql, const ConnectOptions& options, std::vector<PrivateFile>* files)
      : mysql_(mysql), options_(options), files_(*files) {}

  ErrorInfo setAll() {
    enableNonblocking(mysql_);
    setCommon();
    setTls();
    setCompression();
    setAuthentication();
    return std::move(refusal_);
  }

 private:
  void setCommon();
  void setTlsFiles();
  void setTls();
  void setCompression();
  void setAuthentication();

  void set(enum mysql_option option, const char* text) { mysql_options(mysql_, option, text); }
  void set(enum mysql_option option, const std::optional<std::string>& text) {
    if (text) set(option, text->c_str());
  }
  void set(enum mysql_option option, unsigned int number) {
    mysql_options(mysql_, option, &number);
  }
  void set(enum mysql_option option, const std::optional<Pem>& pem) {
    if (pem) set(option, pem->is_text ? fileOf(pem->value) : pem->value.c_str());
  }
  void setFlag(enum mysql_option option, bool value) {
    const char flag = value ? 1 : 0;
    mysql_options(mysql_, option, &flag);
  }
  // Whole seconds are all that the library counts in; who waits keeps the exact deadline.
  void setSeconds(enum mysql_option option, unsigned int milliseconds) {
    if (milliseconds > 0) set(option, std::max(1U, (milliseconds + 999) / 1000));
  }

  // What Connector/C takes for this machine without looking, and from 3.4 on lets every name pass
  // for.
  bool isLocalHost() const {
    const std::string host = options_.unix_socket ? "" : options_.host.value_or("");
    return host.empty() || host == "localhost" || host == "127.0.0.1" || host == "::1";
  }
  const char* fileOf(const std::string& text) {
    files_.emplace_back(text);
    if (!files_.back().usable() && !refusal_)
      refusal_ = {CR_IPSOCK_ERROR, "HY000",
                  "The system has no file descriptor left for connecting"};
    return files_.back().path().c_str();
  }
  void refuse(const char* why) {
    if (!refusal_) refusal_ = notSupported(why);
  }

  MYSQL* const mysql_;
  const ConnectOptions& options_;
  std::vector<PrivateFile>& files_;
  ErrorInfo refusal_;
};

void OptionSetter::setCommon() {
  set(MYSQL_SET_CHARSET_NAME, "utf8mb4");
  // A server may ask for any file of the client's machine: never, unless the user allowed it.
  set(MYSQL_OPT_LOCAL_INFILE, options_.local_infile ? 1U : 0U);
  mysql_options(mysql_, MYSQL_OPT_MAX_ALLOWED_PACKET, &options_.max_allowed_packet);
  setSeconds(MYSQL_OPT_CONNECT_TIMEOUT, options_.connect_timeout);
  if (kCommandsBlock) {  // where nobody else counts the time
    setSeconds(MYSQL_OPT_READ_TIMEOUT, options_.read_timeout);
    setSeconds(MYSQL_OPT_WRITE_TIMEOUT, options_.write_timeout);
  }
  set(MYSQL_OPT_BIND, options_.bind_address);
  for (const auto& [name, value] : options_.attributes)
    mysql_options4(mysql_, MYSQL_OPT_CONNECT_ATTR_ADD, name.c_str(), value.c_str());
}

void OptionSetter::setTlsFiles() {
  const TlsOptions& tls = options_.tls;
  set(MYSQL_OPT_SSL_CA, tls.ca);
  set(MYSQL_OPT_SSL_CAPATH, tls.ca_path);
  set(MYSQL_OPT_SSL_CERT, tls.cert);
  set(MYSQL_OPT_SSL_KEY, tls.key);
  set(MYSQL_OPT_SSL_CRL, tls.crl);
  set(MYSQL_OPT_SSL_CRLPATH, tls.crl_path);
  set(MYSQL_OPT_TLS_VERSION, tls.versions);
}

#ifdef MARIADB_PACKAGE_VERSION_ID

void OptionSetter::setTls() {
  const TlsOptions& tls = options_.tls;
  setFlag(MYSQL_OPT_SSL_ENFORCE, tls.mode != TlsMode::kDisabled);
  setFlag(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, tls.mode == TlsMode::kVerifyIdentity);
  if (tls.mode == TlsMode::kDisabled) return;
  if (tls.mode == TlsMode::kVerifyCa && !kVerifiesChainAlone)
    refuse("MariaDB Connector/C 3.4 cannot verify a certificate without the host name");
  if (tls.mode == TlsMode::kVerifyIdentity && !kVerifiesChainAlone && isLocalHost())
    refuse("MariaDB Connector/C 3.4 does not verify the name of localhost, 127.0.0.1 and ::1");
  // Without one, Connector/C 3.3 would check the name in the certificate, but not who signed it.
  if (tls.mode >= TlsMode::kVerifyCa && !tls.ca && !tls.ca_path)
    refuse("A certificate can be verified only by those of its authorities");
  setTlsFiles();
  if (tls.passphrase) set(MARIADB_OPT_TLS_PASSPHRASE, tls.passphrase->c_str());
  if (tls.cipher && tls.ciphersuites)
    refuse("MariaDB Connector/C takes either a cipher list for TLS 1.2 or one for TLS 1.3");
  set(MYSQL_OPT_SSL_CIPHER, tls.cipher ? tls.cipher : tls.ciphersuites);
  if (tls.mode == TlsMode::kVerifyIdentity) return;  // the library itself insists on TLS then
  registerLoginPlugins(mysql_);
  set(MYSQL_DEFAULT_AUTH, tls.mode == TlsMode::kPreferred ? kTlsPreferred : kTlsRequired);
}

void OptionSetter::setCompression() {
  if (options_.compression == Compression::kNone) return;
  // The library takes zstd by itself when it can and the server offers it.
  if (options_.compression == Compression::kZstd &&
      mysql_client_find_plugin(mysql_, "zstd", kCompressionPlugin) == nullptr)
    refuse("This build of MariaDB Connector/C has no zstd compression");
  if (options_.compression_level > 0) refuse("MariaDB Connector/C takes no level of compression");
  mysql_options(mysql_, MYSQL_OPT_COMPRESS, nullptr);
}

constexpr bool kUsesKeyOfNobody = true;
bool usesTls(const MYSQL* mysql) { return mysql->options.use_ssl != 0; }

// For the RSA exchange of a password when no key of the server is known and asking for one is not
// allowed: Connector/C would ask whoever answers. With a file that holds no key it gives up before
// it sends anything. Of a single byte, because caching_sha2_password up to 3.3.18 takes every
// longer file for one that cannot be read, and asks all the same: it compares fread()'s count of
// blocks, one, with the count of bytes.
constexpr const char* kKeyOfNobody = "-";

void OptionSetter::setAuthentication() {
  set(MYSQL_PLUGIN_DIR, options_.plugin_dir);
  // Before TLS is known to be there, our own login plugin comes first.
  const TlsMode mode = options_.tls.mode;
  if (mode == TlsMode::kDisabled || mode == TlsMode::kVerifyIdentity)
    set(MYSQL_DEFAULT_AUTH, options_.auth_plugin);
  std::string allowed =
      "mysql_native_password,client_ed25519,parsec,caching_sha2_password,sha256_password,"
      "auth_gssapi_client,";
  allowed += std::string(kTlsRequired) + ',' + kTlsPreferred;
  if (options_.clear_passwords) allowed += ",mysql_clear_password,dialog";
  set(MARIADB_OPT_RESTRICTED_AUTH, allowed.c_str());
  if (options_.server_public_key_path)
    set(MYSQL_SERVER_PUBLIC_KEY, options_.server_public_key_path);
  else if (!options_.get_server_public_key)
    set(MYSQL_SERVER_PUBLIC_KEY, fileOf(kKeyOfNobody));
}

#else

// The library has an error of its own for that.
constexpr bool kUsesKeyOfNobody = false;
bool usesTls(const MYSQL*) { return false; }

void OptionSetter::setTls() {
  const TlsOptions& tls = options_.tls;
  static_assert(static_cast<unsigned int>(TlsMode::kVerifyIdentity) + SSL_MODE_DISABLED ==
                SSL_MODE_VERIFY_IDENTITY);
  set(MYSQL_OPT_SSL_MODE, static_cast<unsigned int>(tls.mode) + SSL_MODE_DISABLED);
  if (tls.mode == TlsMode::kDisabled) return;
  setTlsFiles();
  if (tls.passphrase) refuse("libmysqlclient takes no key with a passphrase");
  set(MYSQL_OPT_SSL_CIPHER, tls.cipher);
  set(MYSQL_OPT_TLS_CIPHERSUITES, tls.ciphersuites);
}

void OptionSetter::setCompression() {
  if (options_.compression == Compression::kNone) return;
  const bool zstd = options_.compression == Compression::kZstd;
  // Without the last word the library itself fails, and does not say what is missing:
  // missedOptions().
  set(MYSQL_OPT_COMPRESSION_ALGORITHMS, zstd ? "zstd,uncompressed" : "zlib,uncompressed");
  if (options_.compression_level > 0)
    set(MYSQL_OPT_ZSTD_COMPRESSION_LEVEL, options_.compression_level);
}

void OptionSetter::setAuthentication() {
  set(MYSQL_PLUGIN_DIR, options_.plugin_dir);
  set(MYSQL_DEFAULT_AUTH, options_.auth_plugin);
  setFlag(MYSQL_ENABLE_CLEARTEXT_PLUGIN, options_.clear_passwords);
  set(MYSQL_SERVER_PUBLIC_KEY, options_.server_public_key_path);
  setFlag(MYSQL_OPT_GET_SERVER_PUBLIC_KEY, options_.get_server_public_key);
}

#endif

}  // namespace

ErrorInfo setOptions(MYSQL* mysql, const ConnectOptions& options, std::vector<PrivateFile>* files) {
  return OptionSetter(mysql, options, files).setAll();
}

void explainKeptPassword(MYSQL* mysql, const ConnectOptions& options, ErrorInfo* error) {
  if (!kUsesKeyOfNobody || !options.password || options.password->empty() || usesTls(mysql) ||
      options.get_server_public_key || options.server_public_key_path)
    return;
  // What the library says of a plugin that gives up without a word; libmysqlclient's says this.
  if (error->code == CR_UNKNOWN_ERROR || error->code == CR_MALFORMED_PACKET)
    *error = {CR_AUTH_PLUGIN_ERR, "HY000", "Authentication requires secure connection."};
  error->kept_password = true;
}

ErrorInfo missedOptions(MYSQL* mysql, const ConnectOptions& options) {
  if (options.tls.mode >= TlsMode::kRequired && tlsCipher(mysql) == nullptr)
    return notSupported("TLS is required, but the connection has none");
  if (options.compression == Compression::kZstd && compressionOf(mysql) != Compression::kZstd)
    return notSupported("The server does not offer zstd compression");
  return {};
}

}  // namespace mysqldb::client
