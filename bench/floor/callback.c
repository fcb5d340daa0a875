/* Rows by the binary protocol as MariaDB's library can hand them over: raw cells, one call a cell.
 */
#include <stdlib.h>
#include <string.h>

#include "floor.h"

#ifdef MARIADB_PACKAGE_VERSION_ID

enum { BATCH = 256 << 10 };

typedef struct {
  MYSQL_FIELD* fields;
  size_t used;
  unsigned long cells;
  unsigned char* batch;
} Sink;

/* https://mariadb.com/kb/en/protocol-data-types/#length-encoded-integers */
static size_t lengthOf(unsigned char** cell) {
  size_t length = 0, bytes;
  unsigned char first = *(*cell)++;
  if (first < 251) return first;
  bytes = first == 252 ? 2 : first == 253 ? 3 : 8;
  for (size_t i = 0; i < bytes; i++) length |= (size_t)(*cell)[i] << (8 * i);
  *cell += bytes;
  return length;
}

static size_t sizeOf(enum enum_field_types type, unsigned char** cell) {
  switch (type) {
    case MYSQL_TYPE_TINY:
      return 1;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
      return 2;
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_FLOAT:
      return 4;
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_DOUBLE:
      return 8;
    default:
      return lengthOf(cell);
  }
}

/* Copies the cell into a batch, as a driver would that hands it on; it would lend out larger
 * values. */
static void takeCell(void* data, unsigned int column, unsigned char** row) {
  Sink* sink = data;
  sink->cells++;
  if (!row || !*row) return;
  size_t size = sizeOf(sink->fields[column].type, row);
  if (sink->used + size > BATCH) sink->used = 0;
  if (size <= BATCH) memcpy(sink->batch + sink->used, *row, size);
  sink->used += size <= BATCH ? size : 0;
  *row += size;
}

unsigned long callbackRows(char** arguments) {
  static MYSQL_STMT* statement;
  static Sink sink;
  unsigned long rows = 0;
  int status;
  if (!statement) {
    statement = prepare(connections[0], arguments[1]);
    sink.batch = malloc(BATCH);
    mysql_stmt_attr_set(statement, STMT_ATTR_CB_USER_DATA, &sink);
    mysql_stmt_attr_set(statement, STMT_ATTR_CB_RESULT, (const void*)takeCell);
  }
  if (mysql_stmt_execute(statement)) fail(mysql_stmt_error(statement));
  sink.cells = 0;
  sink.fields = mariadb_stmt_fetch_fields(statement);
  while ((status = mysql_stmt_fetch(statement)) == 0) rows++;
  if (status != MYSQL_NO_DATA) fail(mysql_error(connections[0]));
  if (sink.cells != rows * mysql_stmt_field_count(statement)) fail("cells are missing");
  mysql_stmt_free_result(statement);
  return rows;
}

#else

unsigned long callbackRows(char** arguments) {
  (void)arguments;
  fail("this client library has no row callback");
  return 0;
}

#endif
