// Loaded before a program (ld.so(8), LD_PRELOAD): shows it, and it alone, a time of day that is as many
// seconds from the machine's as the file SHIFTED_CLOCK says. The clocks that nobody can set stay.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*machine)(clockid_t, struct timespec *);
  if (!machine) machine = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int status = machine(clock, time);
  const char *path = getenv("SHIFTED_CLOCK");
  if (status != 0 || clock != CLOCK_REALTIME || !path) return status;
  char text[16] = {0};
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return status;
  if (read(file, text, sizeof text - 1) > 0) time->tv_sec += atol(text);
  close(file);
  return status;
}
