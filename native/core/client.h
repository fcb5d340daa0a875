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
#include <sys/socket.h>
#endif

#include <mysql.h>

#include <cstdint>
#include <string>
#include <string_view>

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
};

#ifdef MARIADB_PACKAGE_VERSION_ID

inline void enableNonblocking(MYSQL* mysql) { mysql_options(mysql, MYSQL_OPT_NONBLOCK, nullptr); }

inline int connectStart(MYSQL** ret, MYSQL* mysql, const ConnectTarget& to) {
  return mysql_real_connect_start(ret, mysql, to.host, to.user, to.password, to.database, to.port,
                                  to.unix_socket, to.client_flag);
}
inline int connectContinue(MYSQL** ret, MYSQL* mysql, const ConnectTarget&, int events) {
  return mysql_real_connect_cont(ret, mysql, events);
}

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
  MARIADB_CONST_STRING name{nullptr, 0};
  if (mariadb_field_attr(&name, &field, MARIADB_FIELD_ATTR_FORMAT_NAME) == 0 && name.length > 0)
    return {name.str, name.length};
  if (mariadb_field_attr(&name, &field, MARIADB_FIELD_ATTR_DATA_TYPE_NAME) == 0 && name.length > 0)
    return {name.str, name.length};
  return {};
}

/// Plugins that hand the password over as it is are not among those that a server may ask for.
inline void refuseClearPasswords(MYSQL* mysql) {
  mysql_options(mysql, MARIADB_OPT_RESTRICTED_AUTH,
                "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password");
}

#else

inline void enableNonblocking(MYSQL*) {}

// net_async_status does not say which direction it waits for: a command is written before its
// answer is read, and the socket's buffer takes nearly every command whole, so reading is what is
// waited for; a poll with both would spin on a writable socket.
inline int waitFor(net_async_status status) {
  return status == NET_ASYNC_NOT_READY ? kWaitRead : 0;
}

inline int connectStart(MYSQL** ret, MYSQL* mysql, const ConnectTarget& to) {
  // Host names resolve and TLS shakes hands in blocking calls anyway; connecting has its own
  // thread.
  *ret = mysql_real_connect(mysql, to.host, to.user, to.password, to.database, to.port,
                            to.unix_socket, to.client_flag);
  return 0;
}
inline int connectContinue(MYSQL**, MYSQL*, const ConnectTarget&, int) { return 0; }

// There is no non-blocking call that only reads an answer: sending does all.
inline constexpr bool kSendsApart = false;
inline int sendStart(int* ret, MYSQL* mysql, std::string_view sql) {
  const net_async_status status = mysql_real_query_nonblocking(mysql, sql.data(), sql.size());
  *ret = status == NET_ASYNC_ERROR ? 1 : 0;
  return waitFor(status);
}
inline int sendContinue(int* ret, MYSQL* mysql, std::string_view sql, int) {
  return sendStart(ret, mysql, sql);
}
inline int readAnswerStart(int*, MYSQL*) { return 0; }
inline int readAnswerContinue(int*, MYSQL*, int) { return 0; }

inline int fetchRowStart(MYSQL_ROW* ret, MYSQL*, MYSQL_RES* result) {
  return waitFor(mysql_fetch_row_nonblocking(result, ret));
}
inline int fetchRowContinue(MYSQL_ROW* ret, MYSQL* mysql, MYSQL_RES* result, int) {
  return fetchRowStart(ret, mysql, result);
}

inline int nextResultStart(int* ret, MYSQL* mysql) {
  const net_async_status status = mysql_next_result_nonblocking(mysql);
  *ret = status == NET_ASYNC_ERROR ? 1 : status == NET_ASYNC_COMPLETE_NO_MORE_RESULTS ? -1 : 0;
  return waitFor(status);
}
inline int nextResultContinue(int* ret, MYSQL* mysql, int) { return nextResultStart(ret, mysql); }

inline unsigned int timeoutMs(MYSQL*) { return 0; }
inline int socketOf(MYSQL* mysql) { return static_cast<int>(mysql->net.fd); }
inline std::string_view extendedType(const MYSQL_FIELD&) { return {}; }
inline void refuseClearPasswords(MYSQL*) {}  // off unless LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN is set

#endif

inline unsigned int serverStatus(MYSQL* mysql) { return mysql->server_status; }

/// Ends all traffic of the connection; calls that wait for it return with an error. What is on its
/// way is dropped and the server told so: it would otherwise wait with its rows for a reader.
inline void shutdownSocket(MYSQL* mysql) {
  const linger reset{1, 0};
  ::setsockopt(socketOf(mysql), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&reset),
               sizeof(reset));
  ::shutdown(socketOf(mysql), kShutdownBoth);
}

/// A variable of the session when the last answer announced a new value of it.
inline bool changedVariable(MYSQL* mysql, std::string_view name, std::string* value) {
  const char* data = nullptr;
  std::size_t length = 0;
  bool found = false;
  // Names and values come in turn.
  int end = mysql_session_track_get_first(mysql, SESSION_TRACK_SYSTEM_VARIABLES, &data, &length);
  while (!end) {
    const bool is_it = std::string_view(data, length) == name;
    if (mysql_session_track_get_next(mysql, SESSION_TRACK_SYSTEM_VARIABLES, &data, &length)) break;
    if (is_it) {
      value->assign(data, length);
      found = true;
    }
    end = mysql_session_track_get_next(mysql, SESSION_TRACK_SYSTEM_VARIABLES, &data, &length);
  }
  return found;
}

}  // namespace mysqldb::client
