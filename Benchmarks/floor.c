/* The floor of `make bench`: the least that any program must do with a capture. It reads a little-endian
 * microsecond pcap of Ethernet, 256 KiB at a time, parses each frame down to its ports, and adds packets
 * and IP bytes up by bidirectional 5-tuple. No time-outs, no places, no output but three sums. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_LENGTH = 256 << 10, TABLE_LENGTH = 1 << 19 };

struct flow {
  uint64_t key[5];
  uint64_t packets[2];
  uint64_t bytes[2];
  uint64_t used;
};

static struct flow table[TABLE_LENGTH];
static uint64_t packets, bytes, flows;

static uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

static uint64_t big64(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return __builtin_bswap64(v);
}

static uint32_t big32(const uint8_t *p) {
  uint32_t v;
  memcpy(&v, p, 4);
  return __builtin_bswap32(v);
}

static uint16_t big16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }

static void count(const uint8_t *f, uint32_t captured) {
  if (captured < 34) return;
  uint64_t source[2] = {0, 0}, destination[2] = {0, 0}, length;
  uint32_t at;
  uint8_t protocol;
  if (big16(f + 12) == 0x0800) {
    source[1] = big32(f + 26);
    destination[1] = big32(f + 30);
    protocol = f[23];
    length = big16(f + 16);
    at = 14 + (f[14] & 15) * 4u;
  } else if (big16(f + 12) == 0x86dd && captured >= 54) {
    source[0] = big64(f + 22);
    source[1] = big64(f + 30);
    destination[0] = big64(f + 38);
    destination[1] = big64(f + 46);
    protocol = f[20];
    length = 40u + big16(f + 18);
    at = 54;
  } else {
    return;
  }
  uint64_t from = 0, to = 0;
  if ((protocol == 6 || protocol == 17) && captured >= at + 4) {
    from = big16(f + at);
    to = big16(f + at + 2);
  }
  int upper = source[0] > destination[0] ||
              (source[0] == destination[0] &&
               (source[1] > destination[1] || (source[1] == destination[1] && from > to)));
  uint64_t key[5];
  key[0] = upper ? destination[0] : source[0];
  key[1] = upper ? destination[1] : source[1];
  key[2] = upper ? source[0] : destination[0];
  key[3] = upper ? source[1] : destination[1];
  key[4] = (upper ? to << 16 | from : from << 16 | to) << 8 | protocol;
  uint64_t hash = fold(key[0] ^ key[1] ^ 0xa0761d6478bd642full, key[2] ^ key[3] ^ 0xe7037ed1a0b428dbull);
  hash = fold(hash ^ key[4], 0x8ebc6af09c88c6e3ull);
  uint32_t slot = (uint32_t)hash & (TABLE_LENGTH - 1);
  while (table[slot].used && memcmp(table[slot].key, key, sizeof key) != 0)
    slot = (slot + 1) & (TABLE_LENGTH - 1);
  if (!table[slot].used) {
    memcpy(table[slot].key, key, sizeof key);
    table[slot].used = 1;
    flows++;
  }
  table[slot].packets[upper]++;
  table[slot].bytes[upper] += length;
  packets++;
  bytes += length;
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
    if (!header && end >= 24) {
      begin = 24;
      header = 1;
    }
    while (end - begin >= 16) {
      uint32_t captured;
      memcpy(&captured, window + begin + 8, 4);
      if (captured > READ_LENGTH - 16) return 1;
      if (end - begin < 16 + (size_t)captured) break;
      count(window + begin + 16, captured);
      begin += 16 + captured;
    }
  }
  printf("%llu %llu %llu\n", (unsigned long long)packets, (unsigned long long)bytes,
         (unsigned long long)flows);
  return 0;
}
