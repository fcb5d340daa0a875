/* What the tasks share: connections, errors, and the rows that they ask for or write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

MYSQL* connections[MAX_CONNECTIONS];

void fail(const char* message) {
  printf("{\"error\": \"floor: ");
  for (; *message; message++) {
    if (*message == '"' || *message == '\\') putchar('\\');
    putchar(*message < ' ' ? ' ' : *message);
  }
  printf("\"}\n");
  exit(1);
}

static const char* setting(const char* name) {
  const char* value = getenv(name);
  return value && *value ? value : NULL;
}

MYSQL* openConnection(void) {
  MYSQL* mysql = mysql_init(NULL);
  const char* port = setting("BENCH_PORT");
  if (!mysql) fail("out of memory");
  mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (!mysql_real_connect(mysql, setting("BENCH_HOST"), setting("BENCH_USER"),
                          setting("BENCH_PASSWORD"), setting("BENCH_DATABASE"),
                          port ? (unsigned)atoi(port) : 0, setting("BENCH_SOCKET"), 0))
    fail(mysql_error(mysql));
  return mysql;
}

unsigned long connectAndClose(char** arguments) {
  unsigned long times = strtoul(arguments[0], NULL, 10);
  for (unsigned long i = 0; i < times; i++) mysql_close(openConnection());
  return times;
}

void query(MYSQL* mysql, const char* sql, unsigned long length) {
  if (mysql_real_query(mysql, sql, length)) fail(mysql_error(mysql));
}

MYSQL_STMT* prepare(MYSQL* mysql, const char* sql) {
  MYSQL_STMT* statement = mysql_stmt_init(mysql);
  if (!statement) fail("out of memory");
  if (mysql_stmt_prepare(statement, sql, strlen(sql))) fail(mysql_stmt_error(statement));
  return statement;
}

Queries readQueries(char** arguments) {
  return (Queries){.before = arguments[0],
                   .after = arguments[1],
                   .rows = strtoul(arguments[2], NULL, 10),
                   .queries = atol(arguments[3]),
                   .width = atol(arguments[4]),
                   .first = atol(arguments[5]),
                   .modulus = atol(arguments[6]),
                   .stride = atol(arguments[7])};
}

long idOf(const Queries* queries, long n) {
  return queries->first + n * queries->stride % queries->modulus;
}

int loadedName(char* name, size_t size, long id) { return snprintf(name, size, "name %ld", id); }

double loadedScore(long id) { return (double)id / 8; }
