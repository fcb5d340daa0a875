// The client's calls for prepared statements, with one name for both families. As in client.h, a
// resumable call is a pair that begins and goes on; libmysqlclient has no such calls for
// statements, so that there each does all of its work at once, and may block.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/client.h"

namespace mysqldb::client {

/// What the row that was read last lies in: the packet, and the end of the buffer around it.
struct WireRow {
  const unsigned char* begin;
  const unsigned char* end;
};

// A result's metadata has another number of columns than the statement was prepared for: a table
// was altered since. The rows follow all the same.
inline constexpr unsigned int kNewMetadata = CR_NEW_STMT_METADATA;

#ifdef MARIADB_PACKAGE_VERSION_ID

inline constexpr bool kStatementsBlock = false;

/// Has rows left where they are: Session packs them from the network buffer. The client walks
/// through a row all the same, wherever its lengths lead, with a callback for each value. The first
/// one tells it that there are no more columns: it would write an error message for nearly every
/// row.
inline void keepRowsRaw(MYSQL_STMT* statement) {
  const ps_result_callback leave = [](void* walked, unsigned int, unsigned char**) {
    static_cast<MYSQL_STMT*>(walked)->field_count = 0;
  };
  mysql_stmt_attr_set(statement, STMT_ATTR_CB_RESULT, reinterpret_cast<const void*>(leave));
  mysql_stmt_attr_set(statement, STMT_ATTR_CB_USER_DATA, statement);
}

inline int prepareStart(int* ret, MYSQL_STMT* statement, std::string_view sql) {
  return mysql_stmt_prepare_start(ret, statement, sql.data(), sql.size());
}
inline int prepareContinue(int* ret, MYSQL_STMT* statement, std::string_view, int events) {
  return mysql_stmt_prepare_cont(ret, statement, events);
}

inline int sendLongDataStart(int* ret, MYSQL_STMT* statement, unsigned int index,
                             std::string_view data) {
  my_bool failed = 0;
  const int wait =
      mysql_stmt_send_long_data_start(&failed, statement, index, data.data(), data.size());
  *ret = failed;
  return wait;
}
inline int sendLongDataContinue(int* ret, MYSQL_STMT* statement, unsigned int, std::string_view,
                                int events) {
  my_bool failed = 0;
  const int wait = mysql_stmt_send_long_data_cont(&failed, statement, events);
  *ret = failed;
  return wait;
}

inline int executeStart(int* ret, MYSQL_STMT* statement) {
  return mysql_stmt_execute_start(ret, statement);
}
inline int executeContinue(int* ret, MYSQL_STMT* statement, int events) {
  return mysql_stmt_execute_cont(ret, statement, events);
}

/// The walk through the row leaves an error when its first value is wrong: an error that ends the
/// rows must not be taken for that one.
inline int fetchStart(int* ret, MYSQL_STMT* statement) {
  statement->last_errno = 0;
  const unsigned int columns = statement->field_count;
  const int wait = mysql_stmt_fetch_start(ret, statement);
  statement->field_count = columns;
  return wait;
}
inline int fetchContinue(int* ret, MYSQL_STMT* statement, int events) {
  const unsigned int columns = statement->field_count;
  const int wait = mysql_stmt_fetch_cont(ret, statement, events);
  statement->field_count = columns;
  return wait;
}

/// The rows that a fetch from a cursor has stored, which counts them as fetched.
inline const MYSQL_ROWS* takeStoredRows(MYSQL_STMT* statement) {
  statement->result_cursor = nullptr;
  return statement->result.data;
}
inline WireRow storedRow(const MYSQL_ROWS& row) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(row.data);
  return {begin, begin + row.length};
}

/// Whether an execution that asked for a cursor got a result without one. The client goes to store
/// it then, in a state that forbids it: the rows are still to be read.
inline bool lacksCursor(MYSQL* mysql, MYSQL_STMT* statement) {
  return mysql_stmt_errno(statement) == CR_COMMANDS_OUT_OF_SYNC &&
         mysql->status != MYSQL_STATUS_READY;
}

inline int nextStatementResultStart(int* ret, MYSQL_STMT* statement) {
  return mysql_stmt_next_result_start(ret, statement);
}
inline int nextStatementResultContinue(int* ret, MYSQL_STMT* statement, int events) {
  return mysql_stmt_next_result_cont(ret, statement, events);
}

inline int closeStart(MYSQL_STMT* statement) {
  my_bool failed = 0;
  return mysql_stmt_close_start(&failed, statement);
}
inline int closeContinue(MYSQL_STMT* statement, int events) {
  my_bool failed = 0;
  return mysql_stmt_close_cont(&failed, statement, events);
}

/// Takes the server's status from the packet that ended the rows of a statement: the client does so
/// for the text protocol only. That of OUT parameters says on MySQL that nothing follows, and the
/// status of the CALL does.
inline void readRowsEnd(MYSQL* mysql) {
  const NET& net = mysql->net;
  constexpr std::ptrdiff_t kEndPacketSize = 5;
  if (net.read_pos[0] != 254 || net.buff_end - net.read_pos < kEndPacketSize) return;
  const auto number = [&](int at) {
    return static_cast<unsigned int>(net.read_pos[at] | net.read_pos[at + 1] << 8);
  };
  const bool out_parameters = (mysql->server_status & SERVER_PS_OUT_PARAMS) != 0;
  mysql->warning_count = number(1);
  mysql->server_status = number(3) | (out_parameters ? SERVER_MORE_RESULTS_EXIST : 0);
}

/// The columns of the result that a statement has opened, as the server describes them now; the
/// statement's own are from when it was prepared. A server that need not say them again has the
/// client copy them, which loses the names of formats ("json"): they are taken from the statement.
inline const MYSQL_FIELD* statementFields(MYSQL* mysql, MYSQL_STMT* statement) {
  if (mysql->field_count != statement->field_count) return mysql->fields;
  for (unsigned int i = 0; i < mysql->field_count; ++i) {
    MYSQL_FIELD& field = mysql->fields[i];
    if (field.extension != nullptr && extendedType(field).empty())
      field.extension = statement->fields[i].extension;
  }
  return mysql->fields;
}

#else

inline constexpr bool kStatementsBlock = true;

inline void keepRowsRaw(MYSQL_STMT*) {}  // they are, as long as no result is bound

inline int prepareStart(int* ret, MYSQL_STMT* statement, std::string_view sql) {
  *ret = mysql_stmt_prepare(statement, sql.data(), sql.size());
  return 0;
}
inline int prepareContinue(int*, MYSQL_STMT*, std::string_view, int) { return 0; }

inline int sendLongDataStart(int* ret, MYSQL_STMT* statement, unsigned int index,
                             std::string_view data) {
  *ret = mysql_stmt_send_long_data(statement, index, data.data(), data.size());
  return 0;
}
inline int sendLongDataContinue(int*, MYSQL_STMT*, unsigned int, std::string_view, int) {
  return 0;
}

inline int executeStart(int* ret, MYSQL_STMT* statement) {
  *ret = mysql_stmt_execute(statement);
  return 0;
}
inline int executeContinue(int*, MYSQL_STMT*, int) { return 0; }

inline int fetchStart(int* ret, MYSQL_STMT* statement) {
  *ret = mysql_stmt_fetch(statement);
  return 0;
}
inline int fetchContinue(int*, MYSQL_STMT*, int) { return 0; }

inline const MYSQL_ROWS* takeStoredRows(MYSQL_STMT* statement) {
  statement->data_cursor = nullptr;
  return statement->result.data;
}
/// The client leaves out the first byte of a row, which says nothing, but counts it.
inline WireRow storedRow(const MYSQL_ROWS& row) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(row.data) - 1;
  return {begin, begin + row.length};
}

inline bool lacksCursor(MYSQL*, MYSQL_STMT*) { return false; }  // it has stored the result

inline int nextStatementResultStart(int* ret, MYSQL_STMT* statement) {
  *ret = mysql_stmt_next_result(statement);
  return 0;
}
inline int nextStatementResultContinue(int*, MYSQL_STMT*, int) { return 0; }

inline int closeStart(MYSQL_STMT* statement) {
  mysql_stmt_close(statement);
  return 0;
}
inline int closeContinue(MYSQL_STMT*, int) { return 0; }

inline void readRowsEnd(MYSQL*) {}

inline const MYSQL_FIELD* statementFields(MYSQL* mysql, MYSQL_STMT*) { return mysql->fields; }

#endif

/// The row that the last fetch has read.
inline WireRow wireRow(MYSQL* mysql) { return {mysql->net.read_pos, mysql->net.buff_end}; }

/// Has the server keep the result of the next execution, for rows to be fetched from it.
inline bool askForCursor(MYSQL_STMT* statement) {
  const unsigned long type = CURSOR_TYPE_READ_ONLY;
  return mysql_stmt_attr_set(statement, STMT_ATTR_CURSOR_TYPE, &type) == 0;
}
inline bool cursorExists(MYSQL* mysql) {
  return (serverStatus(mysql) & SERVER_STATUS_CURSOR_EXISTS) != 0;
}
inline void setLastRowSent(MYSQL* mysql) { mysql->server_status |= SERVER_STATUS_LAST_ROW_SENT; }
/// How many rows the next fetch from the cursor asks for.
inline void setFetchedRows(MYSQL_STMT* statement, unsigned long rows) {
  mysql_stmt_attr_set(statement, STMT_ATTR_PREFETCH_ROWS, &rows);
}

/// Whether a statement was prepared for other columns than its result has: a table was altered
/// since. A server that has told the new ones once does not tell them again, and Connector/C would
/// go on with the old ones.
inline bool hasOldColumns(MYSQL* mysql, MYSQL_STMT* statement) {
  if (mysql->field_count != statement->field_count) return true;
  for (unsigned int i = 0; i < mysql->field_count; ++i) {
    const MYSQL_FIELD& now = mysql->fields[i];
    const MYSQL_FIELD& then = statement->fields[i];
    if (std::string_view(now.name, now.name_length) !=
            std::string_view(then.name, then.name_length) ||
        (now.extension == nullptr) != (then.extension == nullptr))
      return true;
  }
  return false;
}

/// Whether a text has a word, which is given in lower case, if only in a literal. A number may
/// stand right before it, as in `1e10DIV 1`.
inline bool hasWord(std::string_view sql, std::string_view word) {
  const auto same = [](unsigned char one, unsigned char other) {
    return std::tolower(one) == other;
  };
  const auto isLetter = [](unsigned char one) { return std::isalpha(one) != 0 || one == '_'; };
  for (auto from = sql.begin();; ++from) {
    from = std::search(from, sql.end(), word.begin(), word.end(), same);
    if (from == sql.end()) return false;
    const auto behind = from + static_cast<std::ptrdiff_t>(word.size());
    const bool begins = from == sql.begin() || !isLetter(*(from - 1));
    if (begins && (behind == sql.end() || !isLetter(*behind))) return true;
  }
}

/// Whether the server may send less than a value: MariaDB calls CAST(7000000000 AS UNSIGNED),
/// ORD('😀') and 1e10 DIV 1 an INT, and the binary protocol has the lower half of it. Through a
/// view, such an expression has a table but no database; of ORD and DIV only the statement's text
/// tells.
inline bool mayCutIntegers(MYSQL* mysql, MYSQL_STMT* statement, std::string_view sql) {
  constexpr unsigned long kDigits = 10;
  if (std::string_view(mysql_get_server_info(mysql)).find("MariaDB") == std::string_view::npos)
    return false;
  bool has_integer = false;
  for (unsigned int i = 0; i < statement->field_count; ++i) {
    const MYSQL_FIELD& field = statement->fields[i];
    if (field.type != MYSQL_TYPE_LONG || field.db_length != 0) continue;
    if ((field.flags & UNSIGNED_FLAG) != 0 && field.length >= kDigits) return true;
    has_integer = true;
  }
  // Once for all columns: the text may be long.
  return has_integer && (hasWord(sql, "ord") || hasWord(sql, "period_add") || hasWord(sql, "div"));
}

/// The error that the last call for a statement ended with: some are only the connection's.
inline ErrorInfo errorOf(MYSQL* mysql, MYSQL_STMT* statement) {
  const unsigned int code = mysql_stmt_errno(statement);
  if (code == 0) return errorOf(mysql);
  return {code, mysql_stmt_sqlstate(statement), mysql_stmt_error(statement)};
}

}  // namespace mysqldb::client
