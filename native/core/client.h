// The only file that includes the client's headers and knows which client it is.
//
// Two families implement the same C API: MariaDB Connector/C (libmariadb) and Oracle's
// libmysqlclient. Everything in which they differ is behind a function of this file, with one name
// for both. The flavour is told by MARIADB_PACKAGE_VERSION_ID: libmariadb's MYSQL_VERSION_ID is a
// server version (101119) and would pass every ">= 80000".
//
// A resumable call comes as a pair: `xStart` begins it and `xContinue` goes on with it. Both return
// the socket events to wait for, 0 when the call is finished. libmariadb has such pairs for all of
// its calls (https://mariadb.com/kb/en/using-the-non-blocking-library/); libmysqlclient is polled
// again with the same call (https://dev.mysql.com/doc/c-api/en/c-api-asynchronous-interface.html).
#pragma once

#ifdef _WIN32
#include <winsock2.h>
#else
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#endif

#include <errmsg.h>
#include <mysql.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "core/client_errors.h"
#include "core/connect_options.h"
#include "core/infile_source.h"

namespace mysqldb::client {

#ifdef MARIADB_PACKAGE_VERSION_ID
inline constexpr int kWaitRead = MYSQL_WAIT_READ;
inline constexpr int kWaitWrite = MYSQL_WAIT_WRITE;
inline constexpr int kWaitExcept = MYSQL_WAIT_EXCEPT;
inline constexpr int kWaitTimeout = MYSQL_WAIT_TIMEOUT;
#else
inline constexpr int kWaitRead = 1;
inline constexpr int kWaitWrite = 2;
inline constexpr int kWaitExcept = 4;
inline constexpr int kWaitTimeout = 8;
#endif

#ifdef _WIN32
inline constexpr int kShutdownBoth = SD_BOTH;
#else
inline constexpr int kShutdownBoth = SHUT_RDWR;
#endif

// MySQL 9's VECTOR; older headers do not name it.
inline constexpr int kTypeVector = 242;

// Of server_status; the headers of the two families spell some of them differently.
inline constexpr unsigned int kStatusMoreResults = 0x0008;
inline constexpr unsigned int kStatusNoBackslashEscapes = 0x0200;
inline constexpr unsigned int kStatusSessionStateChanged = 0x4000;

struct ConnectTarget {
  const char* host;
  const char* user;
  const char* password;
  const char* database;
  unsigned int port;
  const char* unix_socket;
  unsigned long client_flag;
  bool all_addresses;  // where one is tried first (kTriesOneAddress)
};

#ifdef MARIADB_PACKAGE_VERSION_ID

inline constexpr const char* kFlavor = "mariadb";
/// Whether a certificate can be verified without the host's name in it (VERIFY_CA): from 3.4 on,
/// both are verified together or not at all.
inline constexpr bool kVerifiesChainAlone = MARIADB_PACKAGE_VERSION_ID < 30400;
inline constexpr bool kTakesKeyPassphrase = true;
inline constexpr bool kTellsTlsVersion = true;
inline constexpr bool kTellsExtendedTypes = true;

inline void enableNonblocking(MYSQL* mysql) { mysql_options(mysql, MYSQL_OPT_NONBLOCK, nullptr); }

/// Frees what mysql_close() forgets of the options.
inline void freeOptions(MYSQL* mysql) { mysql_options(mysql, MYSQL_SERVER_PUBLIC_KEY, nullptr); }

/// Whether a connection is tried at one of a host's addresses alone.
inline constexpr bool kTriesOneAddress = false;
/// How long connecting may wait before it is resumed without an event, in milliseconds.
inline constexpr int kConnectPauseMs = -1;

inline int connectStart(MYSQL** ret, MYSQL* mysql, const ConnectTarget& to) {
  return mysql_real_connect_start(ret, mysql, to.host, to.user, to.password, to.database, to.port,
                                  to.unix_socket, to.client_flag);
}
inline int connectContinue(MYSQL** ret, MYSQL* mysql, const ConnectTarget&, int events) {
  return mysql_real_connect_cont(ret, mysql, events);
}

/// Whether the calls for statements and results wait for the server by themselves.
inline bool queriesBlock(const MYSQL*) { return false; }

// Sent and read in two calls: one that does both would look for the answer as soon as the statement
// is sent, which is a system call for nothing.
inline constexpr bool kSendsApart = true;
inline int sendStart(int* ret, MYSQL* mysql, std::string_view sql) {
  return mysql_send_query_start(ret, mysql, sql.data(), sql.size());
}
inline int sendContinue(int* ret, MYSQL* mysql, std::string_view, int events) {
  return mysql_send_query_cont(ret, mysql, events);
}
inline int readAnswerStart(int* ret, MYSQL* mysql) {
  my_bool failed = 0;
  const int wait = mysql_read_query_result_start(&failed, mysql);
  *ret = failed;
  return wait;
}
inline int readAnswerContinue(int* ret, MYSQL* mysql, int events) {
  my_bool failed = 0;
  const int wait = mysql_read_query_result_cont(&failed, mysql, events);
  *ret = failed;
  return wait;
}

inline int fetchRowStart(MYSQL_ROW* ret, MYSQL*, MYSQL_RES* result) {
  return mysql_fetch_row_start(ret, result);
}
inline int fetchRowContinue(MYSQL_ROW* ret, MYSQL*, MYSQL_RES* result, int events) {
  return mysql_fetch_row_cont(ret, result, events);
}

inline int nextResultStart(int* ret, MYSQL* mysql) { return mysql_next_result_start(ret, mysql); }
inline int nextResultContinue(int* ret, MYSQL* mysql, int events) {
  return mysql_next_result_cont(ret, mysql, events);
}

/// The time after which a call that waits with kWaitTimeout wants to be resumed, in milliseconds.
inline unsigned int timeoutMs(MYSQL* mysql) { return mysql_get_timeout_value_ms(mysql); }

inline int socketOf(MYSQL* mysql) { return static_cast<int>(mysql_get_socket(mysql)); }

/// The extended type or format name of a column ("json", "uuid", "inet6"), empty when it has none.
inline std::string_view extendedType(const MYSQL_FIELD& field) {
  if (field.extension == nullptr) return {};
  MARIADB_CONST_STRING name{nullptr, 0};
  if (mariadb_field_attr(&name, &field, MARIADB_FIELD_ATTR_FORMAT_NAME) == 0 && name.length > 0)
    return {name.str, name.length};
  if (mariadb_field_attr(&name, &field, MARIADB_FIELD_ATTR_DATA_TYPE_NAME) == 0 && name.length > 0)
    return {name.str, name.length};
  return {};
}

/// The client leaves the socket blocking after a TLS handshake; its resumable calls would block.
inline constexpr bool kSocketMayBlock = true;

/// The CLIENT bits of the server, MariaDB's own ones above bit 31.
inline std::uint64_t serverCapabilities(MYSQL* mysql) {
  unsigned long extended = 0;
  mariadb_get_infov(mysql, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended);
  return mysql->server_capabilities | static_cast<std::uint64_t>(extended) << 32;
}

/// The version of the connection's TLS as 'TLSv1.3', null when there is none.
inline const char* tlsVersion(MYSQL* mysql) {
  const char* version = nullptr;
  mariadb_get_infov(mysql, MARIADB_CONNECTION_TLS_VERSION, &version);
  return version;
}

#else

inline constexpr const char* kFlavor = "mysql";
inline constexpr bool kVerifiesChainAlone = true;
inline constexpr bool kTakesKeyPassphrase = false;
inline constexpr bool kTellsTlsVersion = false;
inline constexpr bool kTellsExtendedTypes = false;

inline void enableNonblocking(MYSQL*) {}
inline void freeOptions(MYSQL*) {}

inline int waitFor(net_async_status status) {
  return status == NET_ASYNC_NOT_READY ? kWaitRead : 0;
}

/// Whether the socket takes more bytes at this moment.
inline bool isWritable(MYSQL* mysql) {
#ifdef _WIN32
  WSAPOLLFD entry{mysql->net.fd, POLLOUT, 0};
  return WSAPoll(&entry, 1, 0) > 0;
#else
  pollfd entry{static_cast<int>(mysql->net.fd), POLLOUT, 0};
  return poll(&entry, 1, 0) > 0;
#endif
}

inline constexpr bool kTriesOneAddress = true;
// The library tells its socket only when that is connected, and sometimes goes on without an event.
inline constexpr int kConnectPauseMs = 5;

inline int connectContinue(MYSQL** ret, MYSQL* mysql, const ConnectTarget& to, int events) {
  *ret = nullptr;
  if (events & kWaitTimeout) {
    setError(mysql, CR_SERVER_LOST, "HY000", "The server did not answer in time");
    return 0;
  }
  if (to.all_addresses) {
    *ret = mysql_real_connect(mysql, to.host, to.user, to.password, to.database, to.port,
                              to.unix_socket, to.client_flag);
    return 0;
  }
  const net_async_status status = mysql_real_connect_nonblocking(
      mysql, to.host, to.user, to.password, to.database, to.port, to.unix_socket, to.client_flag);
  if (status == NET_ASYNC_COMPLETE) *ret = mysql;
  return waitFor(status);
}
inline int connectStart(MYSQL** ret, MYSQL* mysql, const ConnectTarget& to) {
  mysql->net.fd = -1;  // and not standard input
  return connectContinue(ret, mysql, to, 0);
}

/// Under compression: the non-blocking calls lose their place when a packet comes in pieces, and
/// wait for bytes that they have already.
inline bool queriesBlock(const MYSQL* mysql) { return mysql->net.compress; }

// There is no non-blocking call that only reads an answer: sending does all.
inline constexpr bool kSendsApart = false;
inline int sendStart(int* ret, MYSQL* mysql, std::string_view sql) {
  if (queriesBlock(mysql)) {
    *ret = mysql_real_query(mysql, sql.data(), sql.size());
    if (*ret != 0) restoreInfileError(mysql);
    return 0;
  }
  // The status does not say whether the call waits for reading or for writing. A full socket tells
  // that it may be for writing. One that is not may have been full when the call looked: then the
  // same call sends on, so that it waits for the answer after as many calls as the statement has
  // pieces. To wait for both would spin, since a socket is writable while the server works.
  constexpr std::size_t kSmallestPiece = 4096;
  for (std::size_t pieces = sql.size() / kSmallestPiece;; --pieces) {
    const net_async_status status = mysql_real_query_nonblocking(mysql, sql.data(), sql.size());
    *ret = status == NET_ASYNC_ERROR ? 1 : 0;
    if (*ret != 0) restoreInfileError(mysql);
    if (status != NET_ASYNC_NOT_READY || pieces == 0) return waitFor(status);
    if (!isWritable(mysql)) return kWaitRead | kWaitWrite;
  }
}
inline int sendContinue(int* ret, MYSQL* mysql, std::string_view sql, int) {
  return sendStart(ret, mysql, sql);
}
inline int readAnswerStart(int*, MYSQL*) { return 0; }
inline int readAnswerContinue(int*, MYSQL*, int) { return 0; }

inline int fetchRowStart(MYSQL_ROW* ret, MYSQL* mysql, MYSQL_RES* result) {
  if (queriesBlock(mysql)) {
    *ret = mysql_fetch_row(result);
    return 0;
  }
  const net_async_status status = mysql_fetch_row_nonblocking(result, ret);
  if (status == NET_ASYNC_ERROR) *ret = nullptr;  // it leaves the row before there
  if (status != NET_ASYNC_NOT_READY && *ret == nullptr) restoreRowError(mysql);
  return waitFor(status);
}
inline int fetchRowContinue(MYSQL_ROW* ret, MYSQL* mysql, MYSQL_RES* result, int) {
  return fetchRowStart(ret, mysql, result);
}

inline int nextResultStart(int* ret, MYSQL* mysql) {
  if (queriesBlock(mysql)) {
    *ret = mysql_next_result(mysql);
    if (*ret > 0) restoreInfileError(mysql);
    return 0;
  }
  const net_async_status status = mysql_next_result_nonblocking(mysql);
  *ret = status == NET_ASYNC_ERROR ? 1 : status == NET_ASYNC_COMPLETE_NO_MORE_RESULTS ? -1 : 0;
  if (*ret > 0) restoreInfileError(mysql);
  return waitFor(status);
}
inline int nextResultContinue(int* ret, MYSQL* mysql, int) { return nextResultStart(ret, mysql); }

inline unsigned int timeoutMs(MYSQL*) { return 0; }
inline int socketOf(MYSQL* mysql) { return static_cast<int>(mysql->net.fd); }
inline std::string_view extendedType(const MYSQL_FIELD&) { return {}; }

inline constexpr bool kSocketMayBlock = false;

inline std::uint64_t serverCapabilities(MYSQL* mysql) { return mysql->server_capabilities; }

/// The library does not tell the version; `SHOW STATUS LIKE 'Ssl_version'` does.
inline const char* tlsVersion(MYSQL*) { return nullptr; }

#endif

/// The cipher of the connection's TLS, null without TLS.
inline const char* tlsCipher(MYSQL* mysql) { return mysql_get_ssl_cipher(mysql); }

/// Empties OpenSSL's list of this thread's errors. Connector/C takes whatever is in it for the
/// outcome of its own read, and gives a healthy connection up: an error that another connection
/// left there, or Node. Its copy of OpenSSL is found as the library itself found it.
inline void forgetTlsErrors() {
#if defined(MARIADB_PACKAGE_VERSION_ID) && !defined(_WIN32)
  using Clear = void (*)();
  static const auto clear = reinterpret_cast<Clear>(dlsym(RTLD_DEFAULT, "ERR_clear_error"));
  if (clear != nullptr) clear();
#endif
}

inline unsigned int serverStatus(MYSQL* mysql) { return mysql->server_status; }

// CLIENT_ZSTD_COMPRESSION_ALGORITHM; Connector/C's public header does not name it.
inline constexpr unsigned long kZstdCompression = 1UL << 26;

inline Compression compressionOf(MYSQL* mysql) {
  if (mysql->client_flag & kZstdCompression) return Compression::kZstd;
  return mysql->client_flag & CLIENT_COMPRESS ? Compression::kZlib : Compression::kNone;
}

/// Ends all traffic of a socket; calls that wait for it return with an error. What is on its way is
/// dropped and the server told so: it would otherwise wait with its rows for a reader.
inline void shutdownSocket(int fd) {
  const linger reset{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&reset), sizeof(reset));
  ::shutdown(fd, kShutdownBoth);
}
inline void shutdownSocket(MYSQL* mysql) { shutdownSocket(socketOf(mysql)); }

/// Calls `take(text)` for each thing of a kind that the last answer announced as changed.
template <typename Take>
void eachTracked(MYSQL* mysql, enum_session_state_type kind, Take take) {
  const char* data = nullptr;
  std::size_t length = 0;
  int end = mysql_session_track_get_first(mysql, kind, &data, &length);
  while (!end) {
    take(std::string_view(data, length));
    end = mysql_session_track_get_next(mysql, kind, &data, &length);
  }
}

/// Where the contents of a local file come from while a statement runs; null: there are none.
struct InfileContext {
  MYSQL* mysql = nullptr;
  InfileSource* source = nullptr;
};

/// Lets the server have what the context's source gives, and nothing else: when there is no source,
/// a server that asks loses the connection, whose protocol then is out of step.
inline void setInfileHandler(InfileContext* context) {
  const auto open = [](void** state, const char* name, void* given) {
    *state = given;
    InfileSource* source = static_cast<InfileContext*>(given)->source;
    return source != nullptr && source->open(name) ? 0 : 1;
  };
  const auto read = [](void* state, char* buffer, unsigned int size) {
    auto* from = static_cast<InfileContext*>(state);
    const int count = from->source->read(buffer, size);
    // The client would end the file as if it were complete, and the server would keep the half.
    if (count < 0) shutdownSocket(from->mysql);
    return count;
  };
  const auto error = [](void*, char* text, unsigned int size) {
    // The text is a format to Connector/C.
    std::snprintf(text, size, "%s", kInfileRejection);
    return kInfileRejected;
  };
  mysql_set_local_infile_handler(
      context->mysql, open, read, [](void*) {}, error, context);
}

}  // namespace mysqldb::client
