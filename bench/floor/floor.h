/*
 * The floor: what the C client library itself needs for a scenario, with nothing decoded and no
 * JavaScript. It speaks the line protocol that driver-process.mjs describes.
 *
 *   floor <text | binary | callback> <task> [argument...]
 *
 * bench/tasks.mjs has the tasks and their arguments.
 */
#ifndef FLOOR_H
#define FLOOR_H

#include <mysql.h>

enum { MAX_CONNECTIONS = 256 };
extern MYSQL* connections[MAX_CONNECTIONS];

/* A task returns how many rows or queries it did. */
typedef struct {
  const char* protocol;
  const char* name;
  int arguments;
  int connections_argument; /* index of the argument that says how many connections it needs */
  unsigned long (*run)(char** arguments);
} Task;

/* Point queries and pages: WHERE id = first + (n * stride) % modulus. */
typedef struct {
  const char *before, *after; /* the statement around the id */
  unsigned long rows;         /* that each must answer with */
  long queries, width, first, modulus, stride;
} Queries;

Queries readQueries(char** arguments);
long idOf(const Queries* queries, long n);

/* The row n of the scenarios that write: n, 'name n', n / 8. */
int loadedName(char* name, size_t size, long id);
double loadedScore(long id);

MYSQL* openConnection(void);
void fail(const char* message);
void query(MYSQL* mysql, const char* sql, unsigned long length);
MYSQL_STMT* prepare(MYSQL* mysql, const char* sql);

unsigned long connectAndClose(char** arguments);
unsigned long textRows(char** arguments);
unsigned long textQueries(char** arguments);
unsigned long textPipeline(char** arguments);
unsigned long textInserts(char** arguments);
unsigned long textBulk(char** arguments);
unsigned long binaryRows(char** arguments);
unsigned long binaryQueries(char** arguments);
unsigned long binaryInserts(char** arguments);
unsigned long binaryBulk(char** arguments);
unsigned long callbackRows(char** arguments);

#endif
