/* Sends the datagrams of a capture that make_exports.c wrote to a UDP port of loopback, so many records a second.
 * Usage: send_exports FILE PORT RECORDS_A_SECOND RECORDS_A_DATAGRAM. Prints how many datagrams it sent, and in how
 * many seconds. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  FILE *in = fopen(argv[1], "rb");
  int sender = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  double pause = atof(argv[4]) / atof(argv[3]), begin = now();
  static uint8_t frame[65536];
  uint32_t head[4];
  if (!in || sender < 0 || fseek(in, 24, SEEK_SET)) return 1;
  long sent = 0;
  while (fread(head, 4, 4, in) == 4 && head[2] <= sizeof frame && fread(frame, 1, head[2], in) == head[2]) {
    /* Sleeps are too coarse for single datagrams: it runs ahead by a millisecond's worth and then waits. */
    while (begin + (double)sent * pause - now() > 0.001) usleep(500);
    if (sendto(sender, frame + 42, head[2] - 42, 0, (struct sockaddr *)&to, sizeof to) < 0) return 1;
    sent++;
  }
  printf("%ld %.3f\n", sent, now() - begin);
  return 0;
}
