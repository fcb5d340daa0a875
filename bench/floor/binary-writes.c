/* Inserts by the binary protocol: one by one, and in MariaDB's bulk protocol. */
#include <stdlib.h>
#include <string.h>

#include "floor.h"

enum { NAME_SIZE = 32, CHUNK = 10000 };

unsigned long binaryInserts(char** arguments) {
  static MYSQL_STMT* statement;
  static char name[NAME_SIZE];
  static unsigned long name_length;
  static double score;
  static int id;
  if (!statement) {
    MYSQL_BIND binds[] = {
        {.buffer_type = MYSQL_TYPE_LONG, .buffer = &id},
        {.buffer_type = MYSQL_TYPE_STRING, .buffer = name, .length = &name_length},
        {.buffer_type = MYSQL_TYPE_DOUBLE, .buffer = &score},
    };
    statement = prepare(connections[0], arguments[0]);
    if (mysql_stmt_bind_param(statement, binds)) fail(mysql_stmt_error(statement));
  }
  int rows = atoi(arguments[1]);
  for (id = 0; id < rows; id++) {
    name_length = (unsigned long)loadedName(name, sizeof name, id);
    score = loadedScore(id);
    if (mysql_stmt_execute(statement)) fail(mysql_stmt_error(statement));
  }
  return (unsigned long)rows;
}

#ifdef MARIADB_PACKAGE_VERSION_ID

typedef struct {
  int ids[CHUNK];
  double scores[CHUNK];
  char names[CHUNK][NAME_SIZE];
  char* name_pointers[CHUNK];
  unsigned long name_lengths[CHUNK];
} Columns;

static void fillColumns(Columns* columns, int first, unsigned int rows) {
  for (unsigned int i = 0; i < rows; i++) {
    int id = first + (int)i;
    columns->ids[i] = id;
    columns->scores[i] = loadedScore(id);
    columns->name_lengths[i] = (unsigned long)loadedName(columns->names[i], NAME_SIZE, id);
    columns->name_pointers[i] = columns->names[i];
  }
}

static void bindColumns(MYSQL_STMT* statement, Columns* columns) {
  MYSQL_BIND binds[] = {
      {.buffer_type = MYSQL_TYPE_LONG, .buffer = columns->ids},
      {.buffer_type = MYSQL_TYPE_STRING,
       .buffer = columns->name_pointers,
       .length = columns->name_lengths},
      {.buffer_type = MYSQL_TYPE_DOUBLE, .buffer = columns->scores},
  };
  if (mysql_stmt_bind_param(statement, binds)) fail(mysql_stmt_error(statement));
}

/* https://mariadb.com/docs/connectors/mariadb-connector-c/mariadb-connector-c-api-prepared-statement-functions
 */
unsigned long binaryBulk(char** arguments) {
  static MYSQL_STMT* statement;
  static Columns columns;
  if (!statement) statement = prepare(connections[0], arguments[0]);
  int rows = atoi(arguments[1]);
  for (int done = 0; done < rows;) {
    unsigned int chunk = rows - done < CHUNK ? (unsigned int)(rows - done) : CHUNK;
    fillColumns(&columns, done, chunk);
    mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &chunk);
    bindColumns(statement, &columns);
    if (mysql_stmt_execute(statement)) fail(mysql_stmt_error(statement));
    done += (int)chunk;
  }
  return (unsigned long)rows;
}

#else

unsigned long binaryBulk(char** arguments) {
  (void)arguments;
  fail("this client library has no bulk protocol");
  return 0;
}

#endif
