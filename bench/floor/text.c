/* The tasks by the text protocol. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

/* The lengths are read as well: no program can use a cell without them. */
static unsigned long fetchAll(MYSQL* mysql, MYSQL_RES* result) {
  unsigned long rows = 0;
  MYSQL_ROW row;
  if (!result) fail(mysql_error(mysql));
  while ((row = mysql_fetch_row(result))) rows += mysql_fetch_lengths(result) != NULL;
  if (mysql_errno(mysql)) fail(mysql_error(mysql));
  mysql_free_result(result);
  return rows;
}

unsigned long textRows(char** arguments) {
  query(connections[0], arguments[1], strlen(arguments[1]));
  return fetchAll(connections[0], mysql_use_result(connections[0]));
}

static void sendQuery(MYSQL* mysql, const Queries* queries, long n) {
  char sql[1024];
  int length =
      snprintf(sql, sizeof sql, "%s%ld%s", queries->before, idOf(queries, n), queries->after);
  if (mysql_send_query(mysql, sql, (unsigned long)length)) fail(mysql_error(mysql));
}

static void receive(MYSQL* mysql, unsigned long rows) {
  if (mysql_read_query_result(mysql)) fail(mysql_error(mysql));
  if (fetchAll(mysql, mysql_store_result(mysql)) != rows) fail("a query with too few rows");
}

/* All connections send before the first one reads, so that the server works on all of them. */
unsigned long textQueries(char** arguments) {
  Queries queries = readQueries(arguments);
  for (long done = 0; done < queries.queries; done += queries.width) {
    for (long i = 0; i < queries.width; i++) sendQuery(connections[i], &queries, done + i);
    for (long i = 0; i < queries.width; i++) receive(connections[i], queries.rows);
  }
  return (unsigned long)queries.queries;
}

/* The same on one connection: as many queries as the width says are under way. */
unsigned long textPipeline(char** arguments) {
  Queries queries = readQueries(arguments);
  for (long done = 0; done < queries.queries; done += queries.width) {
    for (long i = 0; i < queries.width; i++) sendQuery(connections[0], &queries, done + i);
    for (long i = 0; i < queries.width; i++) receive(connections[0], queries.rows);
  }
  return (unsigned long)queries.queries;
}

static size_t appendRow(char* end, long id) {
  char name[32], escaped[2 * sizeof name];
  int length = loadedName(name, sizeof name, id);
  mysql_real_escape_string(connections[0], escaped, name, (unsigned long)length);
  return (size_t)sprintf(end, "(%ld,'%s',%.17g)", id, escaped, loadedScore(id));
}

/* The statement's text up to its VALUES; what follows are placeholders. */
static size_t beginInsert(char* sql, const char* statement) {
  const char* values = strstr(statement, "VALUES ");
  if (!values) fail("an INSERT without VALUES");
  size_t length = (size_t)(values - statement) + strlen("VALUES ");
  memcpy(sql, statement, length);
  return length;
}

unsigned long textInserts(char** arguments) {
  long rows = atol(arguments[1]);
  char sql[512];
  for (long id = 0; id < rows; id++) {
    size_t length = beginInsert(sql, arguments[0]);
    length += appendRow(sql + length, id);
    query(connections[0], sql, length);
  }
  return (unsigned long)rows;
}

/* Packets of 1 MiB: larger ones are no faster. */
unsigned long textBulk(char** arguments) {
  enum { PACKET = 1 << 20, LONGEST_ROW = 256 };
  static char sql[PACKET + LONGEST_ROW];
  long rows = atol(arguments[1]);
  for (long id = 0; id < rows;) {
    size_t length = beginInsert(sql, arguments[0]);
    while (id < rows && length < PACKET) {
      length += appendRow(sql + length, id++);
      sql[length++] = ',';
    }
    query(connections[0], sql, length - 1);
  }
  return (unsigned long)rows;
}
