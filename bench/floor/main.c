#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "floor.h"

static const Task tasks[] = {
    {"text", "rows", 2, -1, textRows},           {"text", "queries", 8, 4, textQueries},
    {"text", "pipeline", 8, -1, textPipeline},   {"text", "inserts", 2, -1, textInserts},
    {"text", "bulk", 2, -1, textBulk},           {"text", "connect", 1, -1, connectAndClose},
    {"binary", "rows", 2, -1, binaryRows},       {"binary", "queries", 8, 4, binaryQueries},
    {"binary", "inserts", 2, -1, binaryInserts}, {"binary", "bulk", 2, -1, binaryBulk},
    {"callback", "rows", 2, -1, callbackRows},
};

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

/* Not ru_maxrss: it begins with the size of the process that started this one. */
static double peakRssMb(void) {
  FILE* status = fopen("/proc/self/status", "r");
  char line[256];
  long kib = 0;
  if (!status) return 0;
  while (fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  fclose(status);
  return (double)kib / 1024;
}

static void printSample(const Task* task, char** arguments) {
  double cpu = cpuMs(), wall = wallMs();
  unsigned long operations = task->run(arguments);
  wall = wallMs() - wall;
  cpu = cpuMs() - cpu;
  printf("{\"wallMs\": %.3f, \"cpuMs\": %.3f, \"loopMs\": 0, \"operations\": %lu", wall, cpu,
         operations);
  if (peakRssMb() > 0) printf(", \"peakRssMb\": %.1f", peakRssMb());
  printf("}\n");
}

static const Task* findTask(int count, char** words) {
  for (size_t i = 0; count > 2 && i < sizeof tasks / sizeof *tasks; i++)
    if (strcmp(tasks[i].protocol, words[1]) == 0 && strcmp(tasks[i].name, words[2]) == 0 &&
        tasks[i].arguments == count - 3)
      return &tasks[i];
  fail("wrong arguments");
  return NULL;
}

int main(int count, char** words) {
  const Task* task = findTask(count, words);
  char **arguments = words + 3, line[64];
  int width = task->connections_argument < 0 ? 1 : atoi(arguments[task->connections_argument]);
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (width < 1 || width > MAX_CONNECTIONS) fail("too many connections");
  for (int i = 0; i < width; i++) connections[i] = openConnection();
  printf("{\"ready\": true, \"version\": \"client library %s\"}\n", mysql_get_client_info());
  while (fgets(line, sizeof line, stdin)) printSample(task, arguments);
  for (int i = 0; i < width; i++) mysql_close(connections[i]);
  return 0;
}
