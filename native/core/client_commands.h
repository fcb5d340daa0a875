// The client's calls that send one command of the protocol and read an OK packet or a text: the
// same two functions begin and continue each of them.
#pragma once

#include <string>

#include "core/client.h"

namespace mysqldb::client {

enum class CommandKind {
  kPing,
  kReset,
  kChangeUser,
  kSelectDatabase,
  kStatistics,
  kDebug,
  kMultiStatementsOn,
  kMultiStatementsOff,
};

/// What a command needs: the user, the password and the database, or only the database.
struct Command {
  CommandKind kind = CommandKind::kPing;
  std::string user;
  std::string password;
  std::string database;

  const char* databaseOrNull() const { return database.empty() ? nullptr : database.c_str(); }
};

#ifdef MARIADB_PACKAGE_VERSION_ID

inline constexpr bool kCommandsBlock = false;

// Whether a call failed is in mysql_errno(), which every one of them resets.
inline int commandStart(const char** text, MYSQL* mysql, const Command& command) {
  int ret;
  my_bool failed;
  switch (command.kind) {
    case CommandKind::kPing:
      return mysql_ping_start(&ret, mysql);
    case CommandKind::kReset:
      return mysql_reset_connection_start(&ret, mysql);
    case CommandKind::kChangeUser:
      return mysql_change_user_start(&failed, mysql, command.user.c_str(), command.password.c_str(),
                                     command.databaseOrNull());
    case CommandKind::kSelectDatabase:
      return mysql_select_db_start(&ret, mysql, command.database.c_str());
    case CommandKind::kStatistics:
      return mysql_stat_start(text, mysql);
    case CommandKind::kDebug:
      return mysql_dump_debug_info_start(&ret, mysql);
    case CommandKind::kMultiStatementsOn:
      return mysql_set_server_option_start(&ret, mysql, MYSQL_OPTION_MULTI_STATEMENTS_ON);
    case CommandKind::kMultiStatementsOff:
      return mysql_set_server_option_start(&ret, mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
  }
  return 0;
}

inline int commandContinue(const char** text, MYSQL* mysql, const Command& command, int events) {
  int ret;
  my_bool failed;
  switch (command.kind) {
    case CommandKind::kPing:
      return mysql_ping_cont(&ret, mysql, events);
    case CommandKind::kReset:
      return mysql_reset_connection_cont(&ret, mysql, events);
    case CommandKind::kChangeUser:
      return mysql_change_user_cont(&failed, mysql, events);
    case CommandKind::kSelectDatabase:
      return mysql_select_db_cont(&ret, mysql, events);
    case CommandKind::kStatistics:
      return mysql_stat_cont(text, mysql, events);
    case CommandKind::kDebug:
      return mysql_dump_debug_info_cont(&ret, mysql, events);
    case CommandKind::kMultiStatementsOn:
    case CommandKind::kMultiStatementsOff:
      return mysql_set_server_option_cont(&ret, mysql, events);
  }
  return 0;
}

#else

// None of them has a non-blocking form: they run on a thread of the session's own.
inline constexpr bool kCommandsBlock = true;

inline int commandStart(const char** text, MYSQL* mysql, const Command& command) {
  switch (command.kind) {
    case CommandKind::kPing:
      mysql_ping(mysql);
      break;
    case CommandKind::kReset:
      mysql_reset_connection(mysql);
      break;
    case CommandKind::kChangeUser:
      mysql_change_user(mysql, command.user.c_str(), command.password.c_str(),
                        command.databaseOrNull());
      break;
    case CommandKind::kSelectDatabase:
      mysql_select_db(mysql, command.database.c_str());
      break;
    case CommandKind::kStatistics:
      *text = mysql_stat(mysql);
      break;
    case CommandKind::kDebug:
      mysql_dump_debug_info(mysql);
      break;
    case CommandKind::kMultiStatementsOn:
      mysql_set_server_option(mysql, MYSQL_OPTION_MULTI_STATEMENTS_ON);
      break;
    case CommandKind::kMultiStatementsOff:
      mysql_set_server_option(mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF);
      break;
  }
  return 0;
}

inline int commandContinue(const char**, MYSQL*, const Command&, int) { return 0; }

#endif

}  // namespace mysqldb::client
