/* The floor of `Benchmarks/records`: the least that any program must do with the exports that make_exports.c writes.
 * It reads the capture 256 KiB at a time, steps from datagram to set to record by the templates' lengths, which it
 * knows, and adds packets and octets up. No templates, no flows, no times. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { READ_LENGTH = 256 << 10, FRAME = 42 };

static uint64_t records, packets, octets;

static uint64_t big(const uint8_t *p, int length) {
  uint64_t v = 0;
  for (int i = 0; i < length; i++) v = v << 8 | p[i];
  return v;
}

static void datagram(const uint8_t *p, size_t length) {
  int v9 = p[1] == 9;
  size_t at = v9 ? 20 : 16;
  while (at + 4 <= length) {
    size_t id = big(p + at, 2), set = big(p + at + 2, 2);
    if (set < 4 || at + set > length) return;
    if (id >= 256) {
      /* Addresses, ports, protocol and flags; packets and octets; two times. */
      size_t head = (id == 256 ? 8 : 32) + 6, record = head + 16 + (v9 ? 8 : 16);
      for (size_t r = at + 4; r + record <= at + set; r += record) {
        records++;
        packets += big(p + r + head, 8);
        octets += big(p + r + head + 8, 8);
      }
    }
    at += set;
  }
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int file = open(argv[1], O_RDONLY);
  if (file < 0) return 1;
  static uint8_t window[2 * READ_LENGTH];
  size_t begin = 0, end = 0;
  int header = 0;
  for (;;) {
    memmove(window, window + begin, end - begin);
    end -= begin;
    begin = 0;
    ssize_t got = read(file, window + end, READ_LENGTH);
    if (got <= 0) break;
    end += (size_t)got;
    if (!header && end >= 24) begin = 24, header = 1;
    while (end - begin >= 16) {
      uint32_t captured;
      memcpy(&captured, window + begin + 8, 4);
      if (captured > READ_LENGTH - 16) return 1;
      if (end - begin < 16 + (size_t)captured) break;
      if (captured > FRAME + 20) datagram(window + begin + 16 + FRAME, captured - FRAME);
      begin += 16 + captured;
    }
  }
  printf("%llu %llu %llu\n", (unsigned long long)records, (unsigned long long)packets, (unsigned long long)octets);
  return 0;
}
