// The bulk protocol of MariaDB: one execution of a prepared statement with many rows of parameters.
// libmysqlclient has no such thing. https://mariadb.com/kb/en/bulk-insert-column-wise-binding/
#pragma once

#include "core/client_statements.h"

namespace mysqldb::client {

#ifdef MARIADB_PACKAGE_VERSION_ID

inline constexpr bool kExecutesRows = true;

/// From now on the statement is executed for so many rows at once; with 0 for one, as usual.
inline bool setRowCount(MYSQL_STMT* statement, unsigned int rows) {
  return mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &rows) == 0;
}

/// The rows in which a column is NULL: those that have a 1.
inline void setNulls(MYSQL_BIND* bind, char* flags) { bind->u.indicator = flags; }

#else

inline constexpr bool kExecutesRows = false;

inline bool setRowCount(MYSQL_STMT*, unsigned int rows) { return rows == 0; }
inline void setNulls(MYSQL_BIND*, char*) {}

#endif

}  // namespace mysqldb::client
