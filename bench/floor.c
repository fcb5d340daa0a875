/*
 * The floor: what the C client library itself needs for a scenario, with nothing decoded and no
 * JavaScript. It speaks the line protocol that driver-process.mjs describes.
 *
 *   floor rows <sql>                                        one result, row by row
 *   floor points <sql> <queries> <connections> <n> <stride>  one row by key at a time
 */
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MAX_CONNECTIONS = 256 };

static MYSQL* connections[MAX_CONNECTIONS];

static void fail(const char* message) {
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

static MYSQL* openConnection(void) {
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

static unsigned long runRows(char** args) {
  MYSQL* mysql = connections[0];
  if (mysql_real_query(mysql, args[0], strlen(args[0]))) fail(mysql_error(mysql));
  return fetchAll(mysql, mysql_use_result(mysql));
}

static void sendPoint(MYSQL* mysql, const char* sql, long id) {
  char query[1024];
  int length = snprintf(query, sizeof query, "%s%ld", sql, id);
  if (mysql_send_query(mysql, query, (unsigned long)length)) fail(mysql_error(mysql));
}

static void receivePoint(MYSQL* mysql) {
  if (mysql_read_query_result(mysql)) fail(mysql_error(mysql));
  if (fetchAll(mysql, mysql_store_result(mysql)) != 1) fail("a point query without a row");
}

/* All connections send before the first one reads, so that the server works on all of them. */
static unsigned long runPoints(char** args) {
  long queries = atol(args[1]), width = atol(args[2]), rows = atol(args[3]), stride = atol(args[4]);
  for (long done = 0; done < queries; done += width) {
    for (long i = 0; i < width; i++)
      sendPoint(connections[i], args[0], 1 + (done + i) * stride % rows);
    for (long i = 0; i < width; i++) receivePoint(connections[i]);
  }
  return (unsigned long)queries;
}

static double wallMs(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double cpuMs(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void printSample(unsigned long (*run)(char**), char** args) {
  double cpu = cpuMs(), wall = wallMs();
  unsigned long operations = run(args);
  wall = wallMs() - wall;
  cpu = cpuMs() - cpu;
  printf("{\"wallMs\": %.3f, \"cpuMs\": %.3f, \"loopMs\": 0, \"operations\": %lu}\n", wall, cpu,
         operations);
}

int main(int argc, char** argv) {
  int points = argc == 7 && strcmp(argv[1], "points") == 0;
  int width = points ? atoi(argv[4]) : 1;
  char line[64];
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (!points && (argc != 3 || strcmp(argv[1], "rows") != 0)) fail("wrong arguments");
  if (width < 1 || width > MAX_CONNECTIONS) fail("too many connections");
  for (int i = 0; i < width; i++) connections[i] = openConnection();
  printf("{\"ready\": true, \"version\": \"client library %s\"}\n", mysql_get_client_info());
  while (fgets(line, sizeof line, stdin)) printSample(points ? runPoints : runRows, argv + 2);
  for (int i = 0; i < width; i++) mysql_close(connections[i]);
  return 0;
}
