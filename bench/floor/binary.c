/* Rows and queries by the binary protocol: prepared statements with bound buffers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

/* my_bool of MariaDB's library, bool of MySQL's. */
typedef __typeof__(*((MYSQL_BIND*)0)->is_null) Flag;

enum { MAX_COLUMNS = 256, LONGEST_VALUE = 2 << 20 };

typedef struct {
  MYSQL_BIND binds[MAX_COLUMNS];
  unsigned long lengths[MAX_COLUMNS];
  Flag nulls[MAX_COLUMNS];
} Buffers;

/* As a program would bind them: numbers as such, dates as MYSQL_TIME, the rest as bytes. */
static void bindColumn(MYSQL_BIND* bind, const MYSQL_FIELD* field) {
  unsigned long longest = field->length < LONGEST_VALUE ? field->length : LONGEST_VALUE;
  switch (field->type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
      bind->buffer_type = MYSQL_TYPE_LONGLONG;
      bind->buffer_length = sizeof(long long);
      break;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
      bind->buffer_type = MYSQL_TYPE_DOUBLE;
      bind->buffer_length = sizeof(double);
      break;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_TIME:
      bind->buffer_type = field->type;
      bind->buffer_length = sizeof(MYSQL_TIME);
      break;
    default:
      bind->buffer_type = MYSQL_TYPE_STRING;
      bind->buffer_length = longest + 1;
  }
  bind->buffer = malloc(bind->buffer_length);
  if (!bind->buffer) fail("out of memory");
}

static Buffers* bindResult(MYSQL_STMT* statement) {
  MYSQL_RES* metadata = mysql_stmt_result_metadata(statement);
  Buffers* buffers = calloc(1, sizeof *buffers);
  if (!metadata || !buffers) fail("a statement without a result");
  unsigned int columns = mysql_num_fields(metadata);
  if (columns > MAX_COLUMNS) fail("too many columns");
  for (unsigned int i = 0; i < columns; i++) {
    bindColumn(&buffers->binds[i], mysql_fetch_field_direct(metadata, i));
    buffers->binds[i].length = &buffers->lengths[i];
    buffers->binds[i].is_null = &buffers->nulls[i];
  }
  mysql_free_result(metadata);
  if (mysql_stmt_bind_result(statement, buffers->binds)) fail(mysql_stmt_error(statement));
  return buffers;
}

static unsigned long fetchAll(MYSQL_STMT* statement) {
  unsigned long rows = 0;
  int status;
  if (mysql_stmt_execute(statement)) fail(mysql_stmt_error(statement));
  while ((status = mysql_stmt_fetch(statement)) == 0) rows++;
  if (status == MYSQL_DATA_TRUNCATED) fail("a value longer than its buffer");
  if (status != MYSQL_NO_DATA) fail(mysql_stmt_error(statement));
  mysql_stmt_free_result(statement);
  return rows;
}

unsigned long binaryRows(char** arguments) {
  static MYSQL_STMT* statement;
  if (!statement) {
    statement = prepare(connections[0], arguments[1]);
    bindResult(statement);
  }
  return fetchAll(statement);
}

static void bindId(MYSQL_STMT* statement, long long* id) {
  MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = id};
  if (mysql_stmt_bind_param(statement, &bind)) fail(mysql_stmt_error(statement));
}

/* One connection only: the library cannot send an execution without waiting for its answer. */
unsigned long binaryQueries(char** arguments) {
  static MYSQL_STMT* statement;
  static long long id;
  Queries queries = readQueries(arguments);
  if (!statement) {
    char sql[1024];
    snprintf(sql, sizeof sql, "%s?%s", queries.before, queries.after);
    statement = prepare(connections[0], sql);
    bindId(statement, &id);
    bindResult(statement);
  }
  for (long n = 0; n < queries.queries; n++) {
    id = idOf(&queries, n);
    if (fetchAll(statement) != queries.rows) fail("a query with too few rows");
  }
  return (unsigned long)queries.queries;
}
