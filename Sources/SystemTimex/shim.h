/* adjtimex(2), without <sys/timex.h>: its struct timespec would become this module's and not Glibc's. */
struct kernel_clock {
  unsigned int modes; /* 0 only reads */
  long offset, freq, maxerror, esterror;
  int status;
  char rest[512]; /* more than the kernel has */
};
int read_kernel_clock(struct kernel_clock *clock) __asm__("adjtimex");
